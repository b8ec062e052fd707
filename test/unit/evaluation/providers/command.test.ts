import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command } from '../../../../src/evaluation/providers/command.js';
import type { CommandSettings } from '../../../../src/workspace/configuration/configuration.js';
import { temporaryFolder } from '../../workspace/gitFixture.js';
import { requestOf } from '../recordings/recordingFixture.js';

const { signal } = new AbortController();

describe('the provider that runs a command', function () {
  this.timeout(30_000);
  let root: string;
  beforeEach(() => (root = temporaryFolder()));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const asked = {
    prompt: 'prompts/reply',
    version: '9f2c1a7be340',
    case: 'late',
    sample: 1,
    request: requestOf('late'),
  };
  const running = (script: string, settings: Partial<CommandSettings> = {}, ...args: string[]) => {
    writeFileSync(join(root, 'answer.mjs'), script);
    const all = { ...process.env, MODEL_KEY: 'a-secret-of-ours', PROMPT_ROLLOUT_TOKENS: '{}' };
    return command(
      {
        type: 'command',
        command: [process.execPath, 'answer.mjs', ...args],
        timeout: 20,
        concurrency: 2,
        environment: [],
        ...settings,
      },
      root,
      all,
    );
  };
  const complete = (script: string, settings?: Partial<CommandSettings>, ...args: string[]) =>
    running(script, settings, ...args).complete(asked, signal);
  const fails = (asking: Promise<unknown>, message: RegExp, trouble = 'unreachable') =>
    assert.rejects(asking, (error: Error & { trouble?: string }) => {
      assert.match(error.message, /^There is no output for case late of prompts\/reply: /);
      assert.match(error.message, message);
      assert.ok(!error.message.includes('a-secret-of-ours'));
      assert.equal(error.trouble, trouble);
      return true;
    });
  const readInput = `import { readFileSync } from 'node:fs'; const input = JSON.parse(readFileSync(0, 'utf8'));`;

  it('gives it the request as JSON and reads what it prints, without a shell', async () => {
    const script = `${readInput} console.log(JSON.stringify({ text: JSON.stringify({ input, args: process.argv.slice(2) }), tokens: { prompt: 3 }, cost: 0.5, finishReason: 'stop' }))`;
    const output = await complete(script, {}, '$(touch x)', '; touch x');
    assert.ok('text' in output);
    const { latency = -1, text, ...rest } = output;
    assert.deepEqual(rest, { tokens: { prompt: 3 }, cost: 0.5, finishReason: 'stop' });
    assert.deepEqual(JSON.parse(text), { input: asked, args: ['$(touch x)', '; touch x'] });
    assert.ok(latency > 0);
    assert.equal(existsSync(join(root, 'x')), false);
  });

  it('gives it the usual environment and what the settings name, no more', async () => {
    const script = `console.log(JSON.stringify({ text: Object.keys(process.env).join() }))`;
    const names = async (environment: string[]) =>
      ((await complete(script, { environment })) as { text: string }).text.split(',');
    assert.ok((await names([])).includes('PATH'));
    assert.ok(!(await names([])).some((name) => name === 'MODEL_KEY' || name.startsWith('PROMPT_ROLLOUT')));
    assert.ok((await names(['MODEL_KEY'])).includes('MODEL_KEY'));
  });

  it('says how it failed, with the end of what it complained of, and no secret in it', async () => {
    await fails(
      complete(
        `console.error('x'.repeat(9000)); console.error('no model: ' + process.env.MODEL_KEY); process.exit(3)`,
        { environment: ['MODEL_KEY'] },
      ),
      /` ended with 3: x{100,2000}\nno model: \[MODEL_KEY\]\.$/,
    );
    await fails(complete(`process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 9000)`), /ended with SIGTERM/);
    await fails(
      complete(`console.log('hello')`),
      /printed cannot be read \(it is no JSON object with a `text`\): "hello"/,
    );
    await fails(complete(`console.log('{"text":7}')`), /it has no `text` that is a text/);
    await fails(complete(''), /cannot be read .*: ""/);
    await fails(
      complete('', { command: ['no-such-program'] }),
      /could not be started \(spawn no-such-program ENOENT\)/,
    );
    await fails(complete('', { command: ['a\0b'] }), /could not be started/);
  });

  it('stops what prints without end, and what does not end', async () => {
    await fails(
      complete(`const more = () => process.stdout.write('x'.repeat(1e6), more); more();`),
      /printed more than 16 MB and was stopped/,
    );
    await fails(complete('setInterval(() => {}, 1000)', { timeout: 1 }), /did not end within 1 s and was stopped/);
  });

  const withChild = `${readInput}
    import { spawn } from 'node:child_process';
    import { writeFileSync } from 'node:fs';
    const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    writeFileSync('child.pid', String(child.pid));`;
  const childRuns = (): boolean => {
    // A process that ended but was not waited for yet still has its number.
    const status = `/proc/${readFileSync(join(root, 'child.pid'), 'utf8')}/stat`;
    return existsSync(status) && !/\) Z /.test(readFileSync(status, 'utf8'));
  };
  const onceStarted = async (): Promise<void> => {
    while (!existsSync(join(root, 'child.pid')) || readFileSync(join(root, 'child.pid'), 'utf8') === '')
      await sleep(10);
  };

  it('is cancelled within a second, with all that it started', async function () {
    if (process.platform !== 'linux') this.skip();
    const cancelling = new AbortController();
    const asking = running(`${withChild} setInterval(() => {}, 1000);`).complete(asked, cancelling.signal);
    await onceStarted();
    assert.equal(childRuns(), true);
    const start = performance.now();
    cancelling.abort();
    await fails(asking, /cancelled/, 'cancelled');
    assert.ok(performance.now() - start < 1000);
    while (childRuns()) await sleep(10);
  });

  it('does not wait for what it left running, and ends that too', async function () {
    if (process.platform !== 'linux') this.skip();
    const output = await complete(`${withChild} console.log('{"text":"done"}'); child.unref(); process.exit();`);
    assert.equal('text' in output && output.text, 'done');
    while (childRuns()) await sleep(10);
  });

  it('was cancelled before it began', async () => {
    await fails(
      running(`import { writeFileSync } from 'node:fs'; writeFileSync('ran', '');`).complete(
        asked,
        AbortSignal.abort(),
      ),
      /cancelled/,
      'cancelled',
    );
  });
});
