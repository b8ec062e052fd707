import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  byCase,
  parseRecording,
  recordingLine,
  type Recording,
} from '../../../../src/evaluation/recordings/recording.js';
import { HumanError } from '../../../../src/prompts/humanError.js';
import { openRecordings, type Recordings } from '../../../../src/evaluation/recordings/recordings.js';
import { evaluationWork as work } from '../evaluationWork.js';
import { temporaryFolder } from '../../workspace/gitFixture.js';
import { recordingOf, requestOf } from './recordingFixture.js';

const prompt = 'prompts/reply';
const noon = Date.UTC(2026, 10, 22, 12);
const { signal } = new AbortController();

describe('recordings', () => {
  let root: string;
  let file: string;
  let folder: string;
  beforeEach(() => {
    root = temporaryFolder();
    folder = join(root, 'prompts');
    mkdirSync(folder);
    file = join(folder, 'reply.recordings.jsonl');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const open = (write = false, now = () => noon): Promise<Recordings> =>
    openRecordings({ root, prompt, now, work, write }, signal);
  const asked = (id: string, sample = 0) => ({ case: id, sample, request: requestOf(id) });
  const textOf = async (recordings: Recordings, id: string) => (await recordings.find(asked(id)))?.output.text;
  const add = (recordings: Recordings, id: string, text = `answer to ${id}`) =>
    recordings.add(asked(id), { text, model: 'tiny-1', latency: 12 }, 'test');
  const lines = (): string[] => readFileSync(file, 'utf8').split('\n');
  const write = (...content: string[]): void => writeFileSync(file, content.map((line) => `${line}\n`).join(''));
  const journals = (): string[] =>
    existsSync(join(folder, '.recordings')) ? readdirSync(join(folder, '.recordings')) : [];

  it('need no file, and leave none behind when nothing is added', async () => {
    for (const writes of [false, true]) {
      const recordings = await open(writes);
      assert.deepEqual([recordings.size, await textOf(recordings, 'a'), recordings.problems], [0, undefined, []]);
      assert.equal(await recordings.nearest(asked('a')), undefined);
      await recordings.close(signal);
    }
    assert.deepEqual(readdirSync(folder), []);
  });

  it('are added, found at once and later, and stand in order in a file of lines', async () => {
    const first = await open(true);
    for (const id of ['b', 'c', 'a']) await add(first, id);
    assert.equal(await textOf(first, 'c'), 'answer to c');
    await first.close(signal);
    assert.deepEqual(readdirSync(folder), ['reply.recordings.jsonl']);
    const text = readFileSync(file, 'utf8');
    assert.ok(text.endsWith('}\n'));
    const stored = text.trimEnd().split('\n').map(parseRecording) as Recording[];
    assert.deepEqual(stored, stored.toSorted(byCase));
    assert.deepEqual(stored[0], recordingOf('a', { recorded: new Date(noon).toISOString() }), 'without the latency');

    const second = await open(true);
    assert.equal(await textOf(second, 'b'), 'answer to b');
    await add(second, 'bb');
    await second.close(signal);
    const after = readFileSync(file, 'utf8').split('\n');
    assert.deepEqual(
      after.filter((line) => !text.includes(line)).length,
      1,
      'a line was added, no other one was touched',
    );
    assert.equal(after.length, 5);
  });

  it('write nothing where they are only replayed', async () => {
    write(recordingLine(recordingOf('b')), recordingLine(recordingOf('a')));
    const text = readFileSync(file, 'utf8');
    const recordings = await open();
    assert.equal(await textOf(recordings, 'a'), 'answer to a');
    await recordings.close(signal);
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('report lines that are none, with their numbers, and keep them byte for byte', async () => {
    const garbage = ['{"key":', 'hello \r', '\u0000\u0001', '[]'];
    const bytes = Buffer.concat([
      Buffer.from('\uFEFF'),
      Buffer.from(`${recordingLine(recordingOf('b'))}\n${garbage[0]!}\n${garbage[1]!}\n\n`),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(`${recordingLine(recordingOf('a'))}\r\n${garbage[2]!}\n${garbage[3]!}`),
    ]);
    writeFileSync(file, bytes);
    const recordings = await open(true);
    assert.deepEqual(
      recordings.problems.map(({ line, code }) => `${line} ${code}`),
      [2, 3, 5, 7, 8].map((line) => `${line} no-recording`),
    );
    assert.match(
      recordings.problems[0]!.message,
      /^This is no recording: it is no JSON\. It counts for nothing and is kept/,
    );
    assert.deepEqual([await textOf(recordings, 'a'), await textOf(recordings, 'b')], ['answer to a', 'answer to b']);
    await add(recordings, 'c');
    await recordings.close(signal);
    const written = readFileSync(file);
    const kept = Buffer.concat([
      Buffer.from(`${garbage[0]!}\n${garbage[1]!}\n`),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(`${garbage[2]!}\n${garbage[3]!}\n`),
    ]);
    assert.ok(written.subarray(-kept.length).equals(kept));
    const ids = written
      .subarray(0, -kept.length)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => (parseRecording(line) as Recording).case);
    assert.deepEqual(ids, ['a', 'b', 'c']);
  });

  it('name what a merge left, and use both sides', async () => {
    const [ours, theirs] = [recordingOf('a'), recordingOf('b')].map(recordingLine);
    write('<<<<<<< HEAD', ours!, '=======', theirs!, '>>>>>>> other');
    const recordings = await open();
    assert.deepEqual(
      recordings.problems.map(({ line, code }) => `${line} ${code}`),
      ['1 merge-conflict', '3 merge-conflict', '5 merge-conflict'],
    );
    assert.match(recordings.problems[0]!.message, /A merge was not finished here \(<<<<<<<\).*delete the lines/);
    assert.deepEqual([await textOf(recordings, 'a'), await textOf(recordings, 'b')], ['answer to a', 'answer to b']);
    await recordings.close(signal);
  });

  it('let the later one of the same request count, and say so', async () => {
    const [old, young] = ['2026-11-19T00:00:00Z', '2026-11-20T00:00:00Z'].map((recorded) =>
      recordingLine(recordingOf('a', { recorded, output: { text: recorded } })),
    );
    for (const [first, second, counts] of [
      [old, young, 2],
      [young, old, 1],
    ] as const) {
      write(first!, second!);
      const recordings = await open();
      assert.equal(await textOf(recordings, 'a'), '2026-11-20T00:00:00Z');
      assert.deepEqual(recordings.problems, [
        {
          line: 2,
          code: 'recorded-twice',
          message: `Lines 1 and 2 are recordings of the same request. Line ${counts} counts; line ${3 - counts} is no newer and goes when recordings are written.`,
        },
      ]);
      await recordings.close(signal);
    }
  });

  it('count problems beyond the first hundred without listing them', async () => {
    write(...Array.from({ length: 5000 }, () => 'x'));
    const recordings = await open();
    assert.deepEqual([recordings.problems.length, recordings.problemCount], [100, 5000]);
    await recordings.close(signal);
  });

  it('are found in a large file too, which is read in another thread, with the lines that are none', async function () {
    this.timeout(30_000);
    const filler = 'x'.repeat(1000);
    const ids = Array.from({ length: 4000 }, (_, index) => `c${String(index).padStart(5, '0')}`);
    const stored = ids.map((id) => recordingLine(recordingOf(id, { output: { text: `answer to ${id} ${filler}` } })));
    write(...stored.slice(0, 3000), 'garbage', ...stored.slice(3000), stored[7]!);
    const recordings = await open(true);
    assert.deepEqual(
      recordings.problems.map(({ line, code }) => `${line} ${code}`),
      ['3001 no-recording', '4002 recorded-twice'],
    );
    assert.equal(recordings.size, 4000);
    for (const id of ['c00000', 'c01234', 'c03999'])
      assert.equal(await textOf(recordings, id), `answer to ${id} ${filler}`);
    assert.equal(await textOf(recordings, 'c04000'), undefined);
    const near = await recordings.nearest({ case: 'c02000', sample: 0, request: requestOf('c02000', { seed: 1 }) });
    assert.deepEqual([near?.recording.case, near?.differences], ['c02000', ['seed 1 added']]);
    await add(recordings, 'c02000a');
    assert.deepEqual([recordings.size, await textOf(recordings, 'c02000a')], [4001, 'answer to c02000a']);
    await recordings.close(signal);
    const cases = lines()
      .slice(0, 4001)
      .map((text) => (parseRecording(text) as Recording).case);
    assert.deepEqual(cases, [...ids, 'c02000a'].sort());
    assert.deepEqual(lines().slice(4001), ['garbage', '']);
  });

  it('say so where they are too many', async () => {
    write(...Array.from({ length: 40 }, () => 'x'.repeat(100_000)));
    const full = {
      ...work,
      apart: () => ({
        ...work,
        run: () => Promise.reject(new HumanError('refused', 'It was stopped.')),
        dispose: () => {},
      }),
    };
    await assert.rejects(openRecordings({ root, prompt, now: () => noon, work: full, write: false }, signal), {
      name: 'HumanError',
      trouble: 'refused',
      message: /^prompts\/reply\.recordings\.jsonl holds too much: .*Nothing was changed\.$/,
    });
  });

  it('merge cleanly in git where two branches recorded different cases', async () => {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    git('init', '-q', '-b', 'main');
    for (const [key, value] of [
      ['user.name', 'A'],
      ['user.email', 'a@b.c'],
    ])
      git('config', key!, value!);
    const record = async (...ids: string[]): Promise<void> => {
      const recordings = await open(true);
      for (const id of ids) await add(recordings, id);
      await recordings.close(signal);
      git('add', '-A');
      git('commit', '-qm', ids.join());
    };
    await record('a', 'e', 'k', 'q');
    git('switch', '-qc', 'other');
    await record('c', 'r');
    git('switch', '-q', 'main');
    await record('g', 'm');
    git('merge', '-q', '-m', 'both', 'other');
    const ids = lines()
      .filter(Boolean)
      .map((line) => (parseRecording(line) as Recording).case);
    assert.deepEqual(ids, ['a', 'c', 'e', 'g', 'k', 'm', 'q', 'r']);
  });

  it('replace the older one, also where its clock was ahead', async () => {
    write(recordingLine(recordingOf('a', { recorded: '2031-01-01T00:00:00.000Z' })));
    const recordings = await open(true);
    await add(recordings, 'a', 'new');
    assert.equal(await textOf(recordings, 'a'), 'new');
    await recordings.close(signal);
    assert.equal(lines().length, 2);
    assert.match(lines()[0]!, /"text":"new".*"recorded":"2031-01-01T00:00:00.001Z"/);
  });

  it('are what they will be when they are replayed: without secrets', async () => {
    const secret = `sk-${'a1'.repeat(20)}`;
    const recordings = await open(true);
    const stored = await recordings.add({ case: 'a', sample: 0, request: requestOf(secret) }, { text: secret }, 'test');
    assert.equal(stored.output.text, '[API key, removed]');
    assert.deepEqual(await recordings.find({ case: 'a', sample: 0, request: requestOf(secret) }), stored);
    for (const name of journals()) assert.ok(!readFileSync(join(folder, '.recordings', name), 'utf8').includes(secret));
    await recordings.close(signal);
    assert.ok(!readFileSync(file, 'utf8').includes(secret));
  });

  it('follow no link out of the repository, and open only files', async () => {
    const outside = join(temporaryFolder(), 'x.jsonl');
    writeFileSync(outside, `${recordingLine(recordingOf('a'))}\n`);
    symlinkSync(outside, file);
    await assert.rejects(open(), { name: 'HumanError', trouble: 'refused', message: /leads out of/ });
    rmSync(file);
    mkdirSync(file);
    await assert.rejects(open(), { name: 'HumanError', trouble: 'refused', message: /is no file/ });
    rmSync(file, { recursive: true });
    symlinkSync(temporaryFolder(), join(folder, '.recordings'));
    const recordings = await open(true);
    await assert.rejects(add(recordings, 'a'), {
      name: 'HumanError',
      message: /symbolic link, so nothing was recorded/,
    });
    await recordings.close(signal);
  });

  it('say so where the file was changed in place while it was used', async () => {
    write(recordingLine(recordingOf('a')), recordingLine(recordingOf('b')));
    const recordings = await open();
    write(recordingLine(recordingOf('b')));
    await assert.rejects(textOf(recordings, 'b'), {
      name: 'HumanError',
      trouble: 'conflict',
      message: /was changed while it was used/,
    });
    await recordings.close(signal);
  });

  it('keep what was added where the file cannot be written, and take it in the next time', async () => {
    write(recordingLine(recordingOf('a')));
    chmodSync(file, 0o444);
    if (process.getuid?.() === 0) {
      // Nothing stops this user; a folder in the file's place does.
      rmSync(file);
    }
    const recordings = await open(true);
    await add(recordings, 'b');
    if (process.getuid?.() === 0) mkdirSync(file);
    await assert.rejects(recordings.close(signal), {
      name: 'HumanError',
      trouble: 'refused',
      message: /could not be written.*the next run takes it in/,
    });
    assert.equal(journals().length, 2);
    if (process.getuid?.() === 0) rmSync(file, { recursive: true });
    else chmodSync(file, 0o644);
    const next = await open(true);
    assert.equal(await textOf(next, 'b'), 'answer to b');
    await next.close(signal);
    assert.deepEqual(journals(), []);
    assert.match(readFileSync(file, 'utf8'), /"case":"b"/);
  });

  it('leave at once what was added when the run is cancelled, hidden from git, for the next run', async () => {
    execFileSync('git', ['init', '-q'], { cwd: root });
    const recordings = await open(true);
    await add(recordings, 'a');
    await recordings.close(AbortSignal.abort());
    assert.equal(existsSync(file), false);
    assert.equal(execFileSync('git', ['status', '--porcelain', '-uall'], { cwd: root, encoding: 'utf8' }), '');
    const reader = await open();
    assert.equal(await textOf(reader, 'a'), 'answer to a');
    assert.equal(reader.isLeft(asked('a')), true);
    await reader.close(signal);
    assert.equal(existsSync(file), false, 'a replay writes nothing');
    const later = await open(true, () => noon + 25 * 3_600_000);
    assert.equal(later.isLeft(asked('a')), false, 'a day later it is like any other');
    await later.close(signal);
    assert.deepEqual(readdirSync(folder), ['reply.recordings.jsonl']);
  });

  it('stop reading when they are cancelled', async () => {
    writeFileSync(file, `${recordingLine(recordingOf('a'))}\n`.repeat(50_000));
    const cancelling = new AbortController();
    const opening = openRecordings({ root, prompt, now: () => noon, work, write: false }, cancelling.signal);
    setTimeout(() => cancelling.abort(), 20);
    await assert.rejects(opening, { name: 'HumanError', trouble: 'cancelled' });
  });

  it('leave file and additions as they are when they are cancelled while they are written', async () => {
    const text = `${recordingLine(recordingOf('b'))}\n`.repeat(20_000);
    writeFileSync(file, text);
    const recordings = await open(true);
    await add(recordings, 'a');
    const cancelling = new AbortController();
    const closing = recordings.close(cancelling.signal);
    setTimeout(() => cancelling.abort(), 20);
    const start = performance.now();
    await closing;
    assert.ok(performance.now() - start < 1000);
    assert.equal(readFileSync(file, 'utf8'), text);
    assert.deepEqual(readdirSync(folder), ['.recordings', 'reply.recordings.jsonl']);
    const next = await open();
    assert.equal(await textOf(next, 'a'), 'answer to a');
    await next.close(signal);
  });

  it('of two writers in one process are all kept', async () => {
    const [one, other] = [await open(true), await open(true)];
    await Promise.all(['a', 'b', 'c'].map((id) => add(one, id)));
    await Promise.all(['c', 'd'].map((id) => add(other, id, `other answer to ${id}`)));
    await one.close(signal);
    await add(other, 'e');
    await other.close(signal);
    const reader = await open();
    assert.deepEqual(await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => textOf(reader, id).then(Boolean))), [
      true,
      true,
      true,
      true,
      true,
    ]);
    assert.deepEqual(reader.problems, []);
    await reader.close(signal);
    assert.deepEqual(readdirSync(folder), ['reply.recordings.jsonl']);
  });

  it('are the same set after any run, whatever lines there were', async () => {
    const line = fc.oneof(
      fc
        .record({ id: fc.constantFrom('a', 'b', 'c'), sample: fc.nat(2), day: fc.integer({ min: 10, max: 20 }) })
        .map(({ id, sample, day }) =>
          recordingLine(
            recordingOf(id, { sample, recorded: `2026-11-${day}T00:00:00Z`, output: { text: `${id} ${day}` } }),
          ),
        ),
      fc
        .string()
        .map((text) => text.replaceAll('\n', '').trim())
        .filter((text) => text !== ''),
      fc.constantFrom('<<<<<<< HEAD', '=======', '>>>>>>> x'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.boolean(), async (all, hasEnd) => {
        writeFileSync(file, all.join('\n') + (hasEnd && all.length > 0 ? '\n' : ''));
        const recordings = await open(true);
        await add(recordings, 'z');
        await recordings.close(signal);
        const written = lines();
        assert.equal(written.pop(), '');
        const isStrange = (text: string): boolean => 'problem' in parseRecording(text.replace(/^\uFEFF/, ''));
        assert.deepEqual(
          written.filter(isStrange),
          all.filter(isStrange),
          'what is no recording is kept, in its order',
        );
        const stored = written.filter((text) => !isStrange(text)).map((text) => parseRecording(text) as Recording);
        assert.deepEqual(stored, stored.toSorted(byCase));
        const latest = new Map<string, string>();
        for (const of of all.filter((text) => !isStrange(text)).map((text) => parseRecording(text) as Recording)) {
          const known = latest.get(of.key);
          if (known === undefined || known < of.recorded) latest.set(of.key, of.recorded);
        }
        assert.deepEqual(new Map(stored.filter((of) => of.case !== 'z').map((of) => [of.key, of.recorded])), latest);
      }),
      { numRuns: 60 },
    );
  });

  describe('in processes that are killed', () => {
    const sources = (name: string): string =>
      JSON.stringify(new URL(`../../../../src/evaluation/recordings/${name}.ts`, import.meta.url).href);
    const start = (body: string) => {
      const script = `
        import { openRecordings } from ${sources('recordings')};
        const { signal } = new AbortController();
        const options = { root: ${JSON.stringify(root)}, prompt: 'prompts/reply', now: Date.now, write: true };
        const request = (id) => ({ model: 'tiny', messages: [{ role: 'user', content: id }], temperature: 0.3 });
        const recordings = await openRecordings(options, signal);
        const add = (id) => recordings.add({ case: id, sample: 0, request: request(id) }, { text: 'answer to ' + id }, 'test');
        ${body}`;
      return spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    };

    it('lose nothing that was added, and are taken in by the next run', async function () {
      this.timeout(60_000);
      write(recordingLine(recordingOf('before')));
      for (const delay of [0, 20]) {
        const child = start(`for (let index = 0; ; index += 1) { await add('case ' + index); console.log(index); }`);
        let out = '';
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        await new Promise((resolve) => child.stdout.once('data', resolve));
        await new Promise((resolve) => setTimeout(resolve, delay));
        const ended = new Promise((resolve) => child.once('close', resolve));
        child.kill('SIGKILL');
        await ended;
        const said = Number(out.trimEnd().split('\n').at(-1));
        const recordings = await open(true);
        assert.deepEqual(recordings.problems, []);
        for (let index = 0; index <= said; index += 1)
          assert.equal(await textOf(recordings, `case ${index}`), `answer to case ${index}`);
        assert.equal(recordings.isLeft(asked('case 0')), true);
        assert.equal(recordings.isLeft(asked('before')), false);
        await recordings.close(signal);
        assert.deepEqual(readdirSync(folder), ['reply.recordings.jsonl']);
        assert.ok(lines().length >= said + 3);
        write(recordingLine(recordingOf('before')));
      }
    });

    it('have the old file or the new one when they die while it is put in place', async function () {
      this.timeout(30_000);
      write(recordingLine(recordingOf('before')));
      const text = readFileSync(file, 'utf8');
      const child = start(`
        import fs from 'node:fs/promises';
        import { syncBuiltinESMExports } from 'node:module';
        await add('a');
        fs.rename = () => { console.log('renaming'); process.kill(process.pid, 'SIGKILL'); return new Promise(() => {}); };
        syncBuiltinESMExports();
        await recordings.close(signal);`);
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      await new Promise((resolve) => child.once('close', resolve));
      assert.equal(out, 'renaming\n');
      assert.equal(readFileSync(file, 'utf8'), text);
      const recordings = await open(true);
      assert.equal(await textOf(recordings, 'a'), 'answer to a');
      await recordings.close(signal);
      assert.match(readFileSync(file, 'utf8'), /"case":"a".*\n.*"case":"before"/);
    });

    it('of two processes that write at once are all kept', async function () {
      this.timeout(60_000);
      const writer = (name: string) => `
        for (let index = 0; index < 40; index += 1) await add('${name} ' + index);
        await recordings.close(signal);`;
      const ends = ['one', 'two', 'three'].map((name) => {
        const child = start(writer(name));
        return new Promise((resolve) => child.once('close', resolve));
      });
      assert.deepEqual(await Promise.all(ends), [0, 0, 0]);
      const reader = await open();
      assert.deepEqual([reader.size, reader.problems], [120, []]);
      await reader.close(signal);
      assert.deepEqual(readdirSync(folder), ['reply.recordings.jsonl']);
    });
  });
});
