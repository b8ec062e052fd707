import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Evidence } from '../../../../src/evidence/evidence.js';
import type { EvidenceQuery } from '../../../../src/evidence/evidenceQuery.js';
import { jsonLines } from '../../../../src/evidence/sources/jsonLines.js';
import { checkpointFiles } from '../../../../src/workspace/checkpointFiles.js';
import { fields, linesOf, query } from './countingFixture.js';

const never = new AbortController().signal;

describe('checkpoints', () => {
  let root: string;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'checkpoints-'));
    folder = join(root, 'kept/production');
    file = join(root, 'app.jsonl');
  });
  afterEach(() => rm(root, { recursive: true, maxRetries: 5 }));

  /** What one that starts now and has the checkpoints counts. */
  function restarted(changes: Partial<EvidenceQuery> = {}): Promise<Evidence> {
    const checkpoints = checkpointFiles(folder);
    return jsonLines({ root, files: ['app.jsonl*'], fields, checkpoints }).read({ ...query, ...changes }, never);
  }

  /** What one counts that reads these lines from one file, undisturbed. */
  async function undisturbed(lines: string): Promise<Evidence> {
    const other = join(root, 'undisturbed');
    await mkdir(other, { recursive: true });
    await writeFile(join(other, 'app.jsonl'), lines);
    return jsonLines({ root: other, files: ['app.jsonl'], fields }).read(query, never);
  }

  it('a restart reads only what is new, and counts the same', async () => {
    await writeFile(file, linesOf(0, 5000));
    const first = await restarted();
    const bytes = await bytesRead(async () => assert.deepEqual(await restarted(), first));
    assert.equal(bytes, 0);
    const more = linesOf(5000, 5010);
    await appendFile(file, more);
    let evidence: Evidence | undefined;
    const newBytes = await bytesRead(async () => (evidence = await restarted()));
    // The last bytes that were read before are looked at, twice, to know the file again.
    assert.ok(newBytes >= more.length && newBytes <= more.length + 2 * 256, `${newBytes} of ${more.length}`);
    assert.deepEqual(evidence, await undisturbed(linesOf(0, 5010)));
  });

  it('goes on through rotations between two starts', async () => {
    await writeFile(file, linesOf(0, 1000));
    await restarted();
    await appendFile(file, linesOf(1000, 1100));
    await rename(file, join(root, 'app.jsonl.1'));
    await writeFile(file, linesOf(1100, 1200));
    await restarted();
    await copyFile(file, join(root, 'app.jsonl.2'));
    await truncate(file);
    await appendFile(file, linesOf(1200, 1300));
    await rm(join(root, 'app.jsonl.1'));
    assert.deepEqual(await restarted(), await undisturbed(linesOf(0, 1300)));
  });

  it('is ignored when it is damaged, or of another query', async () => {
    await writeFile(file, linesOf(0, 500));
    const first = await restarted();
    const [name = ''] = await readdir(folder);
    const kept = await readFile(join(folder, name), 'utf8');
    await writeFile(file, linesOf(0, 400));
    for (const damaged of [
      '',
      'x',
      kept.slice(0, -10),
      kept.replace('"late":0', '"late":1'),
      kept.replaceAll('5', '6'),
    ]) {
      await writeFile(join(folder, name), damaged);
      assert.deepEqual(await restarted(), await undisturbed(linesOf(0, 400)), damaged.slice(0, 20));
    }
    await writeFile(join(folder, name), kept);
    assert.notDeepEqual(await restarted(), await undisturbed(linesOf(0, 400)), 'what was counted stays counted');
    await writeFile(join(folder, name), kept);
    const other = await restarted({ block: 60_000 });
    assert.equal(other.arms.baseline.units + other.arms.candidate.units < 500, true);
    assert.notDeepEqual(other.blocks, first.blocks);
  });

  it('is not written without news', async () => {
    await writeFile(file, linesOf(0, 100));
    let saved = 0;
    const checkpoints = {
      load: () => Promise.resolve(undefined),
      save: async () => Promise.resolve(saved++).then(() => undefined),
    };
    const source = jsonLines({ root, files: ['app.jsonl*'], fields, checkpoints, checkpointEvery: 0 });
    await source.read(query, never);
    const after = saved;
    assert.ok(after >= 1);
    for (let again = 0; again < 5; again++) await source.read(query, never);
    assert.equal(saved, after);
  });

  it('a process that is killed at any moment goes on with nothing lost and nothing counted twice', async function () {
    this.timeout(120_000);
    const program = join(root, 'count.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('countUntilKilled.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    const random = randomFrom(7);
    let [written, kills] = [0, 0];
    const append = async (count: number): Promise<void> => {
      await appendFile(file, linesOf(written, written + count));
      written += count;
    };
    await append(20_000);
    for (let round = 0; round < 15; round++) {
      const child = spawn(process.execPath, [program, root, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      const killed = wait(random() * (round < 8 ? 60 : 300)).then(() => child.kill('SIGKILL'));
      for (let step = 0; step < 3; step++) await append(Math.floor(random() * 1500));
      if (round % 4 === 3) await rename(file, join(root, `app.jsonl.${round}`));
      await killed;
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      if (child.signalCode === 'SIGKILL') kills++;
    }
    assert.equal(kills, 15);
    const { stdout } = await promisify(execFile)(process.execPath, [program, root, folder, 'once'], { maxBuffer: 1e8 });
    const expected = await undisturbed(linesOf(0, written));
    assert.deepEqual(JSON.parse(stdout.replace('counting\n', '')), JSON.parse(JSON.stringify(expected)));
    assert.equal(expected.late, undefined);
  });
});

/** How many bytes are read through file handles while something is done. */
async function bytesRead(work: () => Promise<unknown>): Promise<number> {
  const handle = await open(fileURLToPath(import.meta.url));
  const prototype = Object.getPrototypeOf(handle) as { read: (...args: unknown[]) => Promise<{ bytesRead: number }> };
  await handle.close();
  const { read } = prototype;
  let bytes = 0;
  prototype.read = async function (...args) {
    const result = await read.apply(this, args);
    bytes += result.bytesRead;
    return result;
  };
  try {
    await work();
  } finally {
    prototype.read = read;
  }
  return bytes;
}

/** Numbers in [0, 1), always the same ones (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
