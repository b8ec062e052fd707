import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { temporaryFolder } from '../workspace/gitFixture.js';
import { terminalFixture, type TerminalFixture } from './terminalFixture.js';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const cli = fileURLToPath(new URL('../../../src/cli.ts', import.meta.url));

describe('the command itself', function () {
  this.timeout(20_000);
  let at: TerminalFixture;
  beforeEach(() => (at = terminalFixture()));
  afterEach(() => at.remove());

  const start = (...words: string[]): ChildProcessWithoutNullStreams =>
    spawn(process.execPath, ['--import', tsx, cli, ...words], { cwd: at.root });

  const ended = async (
    child: ChildProcessWithoutNullStreams,
  ): Promise<{ code: number | null; out: string; aside: string }> => {
    let [out, aside] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (aside += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out, aside };
  };

  it('prints on standard output, and ends with the exit code', async () => {
    const [list, unknown] = await Promise.all([ended(start('list', '--json')), ended(start('lits'))]);
    assert.equal(list.code, 0);
    assert.equal((JSON.parse(list.out) as { prompts: unknown[] }).prompts.length, 2);
    assert.deepEqual([unknown.code, unknown.out], [2, '']);
    assert.match(unknown.aside, /Did you mean "list"\?/);
  });

  it('runs alone once it is built', async function () {
    const built = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
    if (!existsSync(built)) this.skip();
    const alone = join(temporaryFolder(), 'cli.mjs');
    copyFileSync(built, alone);
    const { code, out } = await ended(spawn(process.execPath, [alone, 'list', '--json'], { cwd: at.root }));
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as { prompts: unknown[] }).prompts.length, 2);
  });

  it('does not ask a pipe', async () => {
    const child = start('start', 'greeting');
    child.stdin.end('y\n');
    const { code, aside } = await ended(child);
    assert.equal(code, 2);
    assert.match(aside, /--yes/);
  });

  it('says nothing when its reader goes away', async () => {
    at.write({ 'ai/greeting.md': 'long\n'.repeat(200_000) });
    const child = start('show', 'greeting');
    child.stdout.once('data', () => child.stdout.destroy());
    let aside = '';
    child.stderr.on('data', (chunk: Buffer) => (aside += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.deepEqual([code, aside], [0, '']);
  });

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 0],
  ] as const) {
    it(`watches until ${signal}, and ends within a second`, async () => {
      await at.json(0, 'start', 'greeting');
      const child = start('watch', '--every', '1s');
      const ending = ended(child);
      let printed = '';
      await new Promise<void>((resolve) =>
        child.stdout.on('data', (chunk: Buffer) => {
          printed += chunk.toString();
          if (printed.includes('greeting: running')) resolve();
        }),
      );
      const before = Date.now();
      child.kill(signal);
      const { code, out, aside } = await ending;
      assert.ok(Date.now() - before < 1000);
      assert.deepEqual([code, aside], [expected, '']);
      assert.match(
        out,
        /watching all rollouts in staging, autopilot protect\n.+Z {2}greeting: running some \(10 %\), stage 1 of 3; .*\n$/,
      );
    });
  }
});
