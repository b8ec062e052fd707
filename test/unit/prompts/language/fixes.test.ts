import assert from 'node:assert/strict';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { fixesOf } from '../../../../src/prompts/language/fixes.js';

/** The text with the fix of this title made, which must mend what it says. */
function mended(path: string, text: string, title: string): string {
  const prompt = parsePrompt(path, text);
  const found = prompt.diagnostics.flatMap((diagnostic) =>
    fixesOf(diagnostic, prompt).map((fix) => ({ fix, code: diagnostic.code })),
  );
  const chosen = found.find(({ fix }) => fix.title === title);
  assert.ok(chosen, found.map(({ fix }) => fix.title).join(', ') || 'no fixes');
  const { range, text: put } = chosen.fix;
  const result = text.slice(0, range.start) + put + text.slice(range.end);
  const codes = parsePrompt(path, result).diagnostics.map(({ code }) => code);
  assert.ok(!codes.includes(chosen.code), codes.join(', '));
  return result;
}

const prompty = (inputs: string, body: string): string => `---\ninputs:\n${inputs}---\nsystem:\n${body}\n`;

describe('the quick fixes of a prompt', () => {
  it('declare a variable as the others are declared', () => {
    const body = '{{ question }} {{ city }}';
    const declare = (inputs: string) => mended('a.prompty', prompty(inputs, body), 'Declare "city"');
    assert.equal(
      declare('  - name: question\n    kind: string\n'),
      prompty('  - name: city\n  - name: question\n    kind: string\n', body),
    );
    assert.equal(declare('  - question\n'), prompty('  - city\n  - question\n', body));
    assert.equal(
      declare('  question: { kind: string }\n'),
      prompty('  city: { kind: string }\n  question: { kind: string }\n', body),
    );
  });

  it('remove a declaration with all its lines', () => {
    const remove = (inputs: string) => mended('a.prompty', prompty(inputs, '{{ question }}'), 'Remove the declaration');
    const question = '  - name: question\n';
    assert.equal(remove(`  - name: city\n    kind: string\n${question}`), prompty(question, '{{ question }}'));
    assert.equal(remove(`${question}  - name: city\n    kind: string\n`), prompty(question, '{{ question }}'));
  });

  it('offer nothing where declarations share a line', () => {
    const prompt = parsePrompt('a.prompty', prompty('  [a, b]\n', '{{ c }}'));
    assert.deepEqual(
      prompt.diagnostics.flatMap((diagnostic) => fixesOf(diagnostic, prompt)),
      [],
    );
  });

  it('mend a misspelt key of a .prompt.yml, and say which sample lacks a value', () => {
    const text =
      'mesages: []\nmessages:\n  - { role: user, content: "{{a}} {{b}}" }\ntestData:\n  - a: 1\n    c: "system:"\n';
    const codes = parsePrompt('a.prompt.yml', text).diagnostics.map(({ code }) => code);
    assert.deepEqual(codes, ['sample-misses-variable', 'role-mark-in-sample']);
    assert.match(
      mended('a.prompt.yml', text.replace('testData', 'testdata'), 'Replace with "testData"'),
      /^testData:/m,
    );
  });
});
