import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseCases } from '../../../src/evaluation/cases/parseCases.js';
import { formatDiagnostic, type Diagnostic } from '../../../src/prompts/diagnostic.js';
import { parsePrompt } from '../../../src/prompts/formats/index.js';
import { parseStrategy } from '../../../src/rollout/strategy/parseStrategy.js';
import { parseConfiguration } from '../../../src/workspace/configuration/parseConfiguration.js';

const example = join(import.meta.dirname, '../../../examples/support-chatbot');
const script = pathToFileURL(join(import.meta.dirname, '../../../scripts/example/layOut.mjs')).href;

describe('the example', () => {
  let folder: string;
  let target: string;
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'example ü-')));
    target = join(folder, 'deep er/support-chatbot');
    await layOutExample(target);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const git = (...args: string[]) => execFileSync('git', ['-C', target, ...args], { encoding: 'utf8' });

  it('is a repository whose history renames, edits and merges the prompt, and ends in what stands in the folder', async () => {
    assert.equal(git('status', '--porcelain'), '');
    assert.equal(git('log', '--merges', '--format=%s').trim(), "Merge branch 'say-who-is-writing'");
    assert.equal(new Set(git('log', '--format=%an').trim().split('\n')).size, 3);
    const merged = git('show', `${git('rev-list', '--merges', 'HEAD').trim()}:prompts/support-reply.prompt.yml`);
    assert.match(merged, /You are Pia/);
    assert.match(merged, /\{\{language\}\}/);
    for (const path of git('ls-files').trim().split('\n')) {
      const source = path === '.gitignore' ? 'history/gitignore.txt' : path;
      const text = (await readFile(join(example, source), 'utf8')).replaceAll('\r\n', '\n');
      assert.equal(await readFile(join(target, path), 'utf8'), text, path);
    }
  });

  it('has the same commit ids everywhere, whatever git is configured to', async () => {
    const hostile = join(folder, 'gitconfig');
    await writeFile(
      hostile,
      '[user]\nname = X\nemail = x@x\n[core]\nautocrlf = true\n[commit]\ngpgSign = true\n[init]\ndefaultBranch = x\n',
    );
    const other = join(folder, 'other');
    await mkdir(other);
    const call = `(await import(${JSON.stringify(script)})).layOutExample(${JSON.stringify(other)})`;
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: hostile,
      GIT_DIR: '/nowhere',
      GIT_AUTHOR_NAME: 'Y',
      TZ: 'Asia/Tokyo',
    };
    execFileSync(process.execPath, ['--input-type=module', '--eval', `await ${call}`], { env });
    assert.equal(
      execFileSync('git', ['-C', other, 'rev-parse', 'HEAD'], { encoding: 'utf8' }),
      git('rev-parse', 'HEAD'),
    );
  });

  it('is reused as it is, and never replaces something else', async () => {
    await writeFile(join(target, 'mine.txt'), 'mine');
    assert.deepEqual(await layOutExample(target), { made: false });
    assert.equal(await readFile(join(target, 'mine.txt'), 'utf8'), 'mine');
    await rm(join(target, 'mine.txt'));
    const taken = join(folder, 'taken');
    await mkdir(taken);
    await writeFile(join(taken, 'mine.txt'), 'mine');
    await assert.rejects(layOutExample(taken), /is not the example/);
    assert.deepEqual(await readdir(taken), ['mine.txt']);
  });

  it('has prompts, strategy, 50 cases and configuration without a flaw', async () => {
    const flaws = async (path: string, read: (text: string) => { readonly diagnostics: readonly Diagnostic[] }) => {
      const text = await readFile(join(example, path), 'utf8');
      return read(text).diagnostics.map((diagnostic) => formatDiagnostic(path, text, diagnostic));
    };
    assert.deepEqual(await flaws('prompts/support-reply.rollout.yaml', parseStrategy), []);
    assert.deepEqual(await flaws('prompt-rollout.yaml', parseConfiguration), []);
    const { variables } = parsePrompt(
      'a.prompt.yml',
      await readFile(join(example, 'prompts/support-reply.prompt.yml'), 'utf8'),
    );
    const casesFile = 'prompts/support-reply.cases.yaml';
    assert.deepEqual(await flaws(casesFile, (text) => parseCases(text, casesFile, { variables })), []);
    const { cases } = parseCases(await readFile(join(example, casesFile), 'utf8'), casesFile);
    assert.equal(cases.length, 50);
    assert.equal(cases.filter(({ critical }) => critical).length, 8);
    for (const name of ['support-reply.prompt.yml', 'escalation-summary.prompty', 'tone-guide.md']) {
      const path = `prompts/${name}`;
      assert.deepEqual(await flaws(path, (text) => parsePrompt(path, text)), []);
    }
  });
});

async function layOutExample(target: string): Promise<{ made: boolean }> {
  const module = (await import(script)) as { layOutExample: (target: string) => Promise<{ made: boolean }> };
  return module.layOutExample(target);
}
