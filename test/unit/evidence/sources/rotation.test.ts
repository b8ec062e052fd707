import assert from 'node:assert/strict';
import { appendFile, copyFile, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Evidence } from '../../../../src/evidence/evidence.js';
import type { MetricSource } from '../../../../src/evidence/metricSource.js';
import { jsonLines } from '../../../../src/evidence/sources/jsonLines.js';
import { fields, linesOf, query } from './countingFixture.js';

const never = new AbortController().signal;

describe('rotated files', () => {
  let root: string;
  let file: string;
  let source: MetricSource;
  let written: number;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'rotation-'));
    file = at('app.jsonl');
    source = jsonLines({ root, files: ['app.jsonl*'], fields });
    written = 0;
  });
  afterEach(() => rm(root, { recursive: true }));

  const at = (name: string): string => join(root, name);

  async function append(count = 100): Promise<void> {
    await appendFile(file, linesOf(written, written + count));
    written += count;
  }

  async function pack(from: string, to: string): Promise<void> {
    await writeFile(at(to), gzipSync(await readFile(at(from))));
  }

  /** Reads, and holds it against one that reads all lines from one file. */
  async function readsAll(): Promise<Evidence> {
    await rm(at('undisturbed'), { force: true });
    await writeFile(at('undisturbed'), linesOf(0, written));
    const evidence = await source.read(query, never);
    assert.deepEqual(evidence, await jsonLines({ root, files: ['undisturbed'], fields }).read(query, never));
    return evidence;
  }

  it('are read in the order of time, whatever their names and however old they are', async () => {
    for (const name of ['app.jsonl.10.gz', 'app.jsonl.9', 'app.jsonl.2.gz', 'app.jsonl.1']) {
      await append(3000);
      await (name.endsWith('.gz') ? pack('app.jsonl', name).then(() => rm(file)) : rename(file, at(name)));
    }
    await append();
    assert.equal((await readsAll()).late, undefined);
  });

  it('are followed when they are renamed, and packed later, while lines come', async () => {
    for (let round = 0; round < 4; round++) {
      await append();
      await readsAll();
      await append();
      if (round > 1) await rename(at('app.jsonl.2.gz'), at('app.jsonl.3.gz'));
      if (round > 0) {
        // While it is being packed both are there, one of them not whole.
        const packed = gzipSync(await readFile(at('app.jsonl.1')));
        await writeFile(at('app.jsonl.1.gz'), packed.subarray(0, packed.length / 2));
        await readsAll();
        await writeFile(at('app.jsonl.2.gz'), packed);
        await rm(at('app.jsonl.1.gz'));
        await rm(at('app.jsonl.1'));
      }
      await rename(file, at('app.jsonl.1'));
      await append();
      await readsAll();
    }
  });

  it('are followed when they are packed before their last lines were read', async () => {
    await append();
    await readsAll();
    await append();
    await pack('app.jsonl', 'app.jsonl.1.gz');
    await rm(file);
    await append();
    await readsAll();
  });

  it('are followed when they are copied and cut, also in between', async () => {
    for (let round = 1; round < 4; round++) {
      await append();
      await readsAll();
      await append();
      // Half of the copy is there, then all of it, and lines still come to the file that is about to be cut.
      const copy = at(`app.jsonl.${round}`);
      await copyFile(file, copy);
      await truncate(copy, 20_000);
      await readsAll();
      await copyFile(file, copy);
      await readsAll();
      await append(round === 2 ? 10 : 0);
      await readsAll();
      await truncate(file);
      await append();
      await readsAll();
    }
  });

  it('count once as far as they can be unpacked, and say from where they cannot', async () => {
    const packed = gzipSync(linesOf(0, 5000));
    await writeFile(at('app.jsonl.1.gz'), packed.subarray(0, packed.length / 2));
    const cut = await source.read(query, never);
    assert.ok(cut.arms.baseline.units > 500);
    assert.match(
      cut.skipped.reason ?? '',
      /^app\.jsonl\.1\.gz:\d+: cannot be unpacked from here on: unexpected end of file$/,
    );
    assert.deepEqual([cut.skipped.lines, cut.failure], [1, undefined]);
    assert.deepEqual(await source.read(query, never), cut, 'it is told once');
    await writeFile(at('app.jsonl.1.gz'), packed);
    const { skipped, arms } = await source.read(query, never);
    assert.deepEqual([skipped.lines, arms.baseline.units + arms.candidate.units], [1, 4000]);

    await writeFile(at('app.jsonl.2.gz'), 'this is not packed');
    assert.equal((await source.read(query, never)).skipped.lines, 2);
  });

  it('count their last line also without its end', async () => {
    await writeFile(at('app.jsonl.1.gz'), gzipSync(linesOf(0, 10).trimEnd()));
    written = 10;
    await readsAll();
  });

  it('that unpack to far more than telemetry does are left, in little memory', async function () {
    this.timeout(60_000);
    const before = process.memoryUsage().rss;
    await writeFile(at('app.jsonl.1.gz'), gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 9 }));
    const { skipped } = await source.read(query, never);
    assert.match(skipped.reason ?? '', /longer than a megabyte/);
    assert.equal(skipped.lines, 2);
    assert.ok(process.memoryUsage().rss - before < 400 * 1024 * 1024);
  });
});
