import assert from 'node:assert/strict';
import { casesFor } from '../../../../src/evaluation/cases/casesFor.js';
import { CaseReport } from '../../../../src/evaluation/cases/caseReport.js';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { valueText } from '../../../../src/prompts/rendering/engines/valueText.js';
import { all, memoryFiles } from './memoryFiles.js';

async function find(files: Readonly<Record<string, string>>, path: string, casesPath?: string) {
  const report = new CaseReport();
  const subject = {
    path,
    document: parsePrompt(path, files[path] ?? ''),
    ...(casesPath !== undefined && { casesPath }),
  };
  const cases = await all(casesFor(subject, memoryFiles(files), report));
  return {
    report,
    cases,
    found: cases.map(({ vars, place }) => `${valueText(vars['q'])} in ${place.path}`),
    problems: report.problems.map(({ path: file, code }) => `${file}: ${code}`),
  };
}

const prompt =
  'messages:\n  - { role: user, content: "{{q}}" }\nevaluators:\n  - { name: short, string: { contains: x } }\n';

describe('casesFor', () => {
  it('takes the file beside the prompt, then the samples in it, then promptfoo, in that order', async () => {
    const files = {
      'prompts/a.prompt.yml': `${prompt}testData:\n  - q: sample\n`,
      'prompts/a.cases.yaml': 'cases:\n  - { id: one, vars: { q: file } }\n',
      'prompts/b.cases.yaml': 'cases:\n  - { id: other, vars: { q: of another } }\n',
      'z/promptfooconfig.yaml': 'prompts: [../prompts/a.prompt.yml]\ntests: [{ vars: { q: z } }]\n',
      'evals/promptfooconfig.yaml': 'prompts: ["../prompts/*.yml"]\nproviders: [p]\ntests: [{ vars: { q: evals } }]\n',
      'evals/else/promptfooconfig.yaml': 'prompts: [hi]\nredteam: {}\ntests: [{ vars: { q: no } }]\n',
    };
    const { found, report } = await find(files, 'prompts/a.prompt.yml');
    assert.deepEqual(found, [
      'file in prompts/a.cases.yaml',
      'sample in prompts/a.prompt.yml',
      'evals in evals/promptfooconfig.yaml',
      'z in z/promptfooconfig.yaml',
    ]);
    assert.deepEqual(
      report.unsupported.map(({ what }) => what),
      ['providers: p'],
    );
  });

  it('leaves samples that nothing is checked of to the preview where there is a file of cases', async () => {
    const path = 'a.prompt.yml';
    const files = { [path]: 'messages:\n  - { role: user, content: "{{q}}" }\ntestData:\n  - q: sample\n' };
    assert.deepEqual((await find(files, path)).found, ['sample in a.prompt.yml']);
    const written = { ...files, 'a.cases.yaml': 'cases: [{ vars: { q: mine } }]\n' };
    assert.deepEqual((await find(written, path)).found, ['mine in a.cases.yaml']);
  });

  it('takes the file that the strategy names instead, of any kind', async () => {
    const files = {
      'a.txt': '{{q}}',
      'a.cases.yaml': 'cases: [{ vars: { q: beside } }]\n',
      'evals/mine.yaml': 'cases: [{ vars: { q: named } }]\n',
      'evals/rows.csv': 'q,__expected\nrow,contains:x\n',
      'evals/lines.jsonl':
        '{"id":"mine","vars":{"q":"line"},"critical":true,"weight":2,"tags":["t"],"expected":"e","assert":["contains:x"]}\n',
      'promptfooconfig.yaml': 'prompts: [a.txt]\ntests: [{ vars: { q: foo } }]\n',
    };
    const named = async (path: string) => (await find(files, 'a.txt', path)).found[0];
    assert.equal(await named('evals/mine.yaml'), 'named in evals/mine.yaml');
    assert.equal(await named('evals/rows.csv'), 'row in evals/rows.csv');
    assert.equal(await named('evals/lines.jsonl'), 'line in evals/lines.jsonl');
    const line = (await find(files, 'a.txt', 'evals/lines.jsonl')).cases[0]!;
    assert.deepEqual(
      [line.id, line.critical, line.weight, line.tags, line.expected, line.asserts[0]?.type],
      ['mine', true, 2, ['t'], 'e', 'contains'],
    );
    assert.deepEqual((await find(files, 'a.txt', 'promptfooconfig.yaml')).found, ['foo in promptfooconfig.yaml']);
    const missing = await find(files, 'a.txt', 'evals/none.yaml');
    assert.deepEqual(missing.problems, ['evals/none.yaml: unreadable-file']);
    assert.deepEqual(missing.found, ['foo in promptfooconfig.yaml']);
  });

  it('finds CSV and JSON Lines beside the prompt, too', async () => {
    assert.deepEqual((await find({ 'a.txt': '{{q}}', 'a.cases.csv': 'q\nx\n' }, 'a.txt')).found, ['x in a.cases.csv']);
    assert.deepEqual((await find({ 'a.txt': '{{q}}', 'a.cases.jsonl': '{"vars":{"q":"y"}}' }, 'a.txt')).found, [
      'y in a.cases.jsonl',
    ]);
  });

  it('takes defaults for a case only where nobody wrote one', async () => {
    const path = 'a.prompty';
    const text = '---\ninputs:\n  q: { default: usual }\n---\nuser:\n{{q}}\n';
    assert.deepEqual((await find({ [path]: text }, path)).found, ['usual in a.prompty']);
    const written = { [path]: text, 'a.cases.yaml': 'cases: [{ vars: { q: mine } }]\n' };
    assert.deepEqual((await find(written, path)).found, ['mine in a.cases.yaml']);
  });

  it('gives ids that are unique over all sources, and the same each time', async () => {
    const files = {
      'a.prompt.yml': `${prompt}testData:\n  - q: same\n  - q: same\n`,
      'a.cases.yaml': 'cases: [{ vars: { q: same } }, { id: x }, { id: x }]\n',
      'promptfooconfig.yaml': 'prompts: [a.prompt.yml]\ntests: [{ vars: { q: same } }]\n',
    };
    const { cases } = await find(files, 'a.prompt.yml');
    const ids = cases.map(({ id }) => id);
    assert.equal(new Set(ids).size, 6);
    assert.deepEqual(
      (await find(files, 'a.prompt.yml')).cases.map(({ id }) => id),
      ids,
    );
  });

  it('says of a text file that promptfoo splits that it is one prompt here', async () => {
    const files = {
      'a.txt': 'One\n---\nTwo',
      'promptfooconfig.yaml': 'prompts: [a.txt]\ntests: [{ vars: { q: x } }]\n',
    };
    const { found, report } = await find(files, 'a.txt');
    assert.deepEqual(found, ['x in promptfooconfig.yaml']);
    assert.deepEqual(
      report.unsupported.map(({ what }) => what),
      ['a.txt'],
    );
  });

  it('tells what is broken in its sources, and goes on with the others', async () => {
    const files = {
      'a.txt': '{{q}}',
      'a.cases.yaml': 'cases: [{ vars: { q: x }, idd: y }, {',
      'b/promptfooconfig.yaml': 'prompts: [',
      'promptfooconfig.yaml': 'prompts: [a.txt]\ntests: [{ vars: { q: x } }, t.csv]\n',
      't.csv': 'q\n"open\n',
    };
    const { found, problems } = await find(files, 'a.txt');
    assert.deepEqual(found, ['x in promptfooconfig.yaml']);
    assert.deepEqual(
      [...new Set(problems.map((problem) => problem.split(':')[0]))],
      ['a.cases.yaml', 'b/promptfooconfig.yaml', 't.csv'],
    );
  });
});
