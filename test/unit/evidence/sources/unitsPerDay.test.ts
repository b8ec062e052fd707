import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unitsPerDay, type UnitsPerDay } from '../../../../src/evidence/sources/unitsPerDay.js';

const fields = { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' };
const never = new AbortController().signal;
const now = Date.UTC(2026, 10, 22, 10);
const hour = 3_600_000;

/** One line of a unit, so many hours ago. */
function line(hoursAgo: number, unit: string, more: Record<string, unknown> = {}): string {
  const time = new Date(now - hoursAgo * hour).toISOString();
  return `${JSON.stringify({ time, prompt: 'a', version: 'v', arm: 'baseline', unit, ...more })}\n`;
}

/** A unit each hour, of those many hours until now. */
function hourly(hours: number, more: Record<string, unknown> = {}, name = 'u'): string {
  return Array.from({ length: hours + 1 }, (_, index) => line(hours - index, `${name}${index}`, more)).join('');
}

describe('units per day in JSON lines', () => {
  let root: string;
  let file: string;
  let perDay: UnitsPerDay;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'units-'));
    file = join(root, 'a.jsonl');
    perDay = unitsPerDay({ root, files: ['*.jsonl'], fields });
  });
  afterEach(() => rm(root, { recursive: true }));

  it('counts each unit once, at its first event, and those of one prompt alone', async () => {
    await writeFile(file, hourly(48) + line(3.5, 'u0') + line(2, 'other', { prompt: 'b' }) + 'broken\n');
    assert.equal(await perDay('a', now, never), 24);
    assert.equal(await perDay('b', now, never), undefined);
  });

  it('counts whatever version was served, also none, but not the units of a segment rule', async () => {
    await writeFile(
      file,
      hourly(24, { version: null, arm: null }) +
        hourly(24, { arm: 'segment' }, 's') +
        line(5, '', { arm: 'candidate' }),
    );
    assert.equal(await perDay('a', now, never), 24);
  });

  it('looks at the last seven days, and at nothing that is still to come', async () => {
    await writeFile(file, hourly(1000) + line(-10, 'future'));
    assert.equal(await perDay('a', now, never), 24);
    assert.equal(await perDay('a', now + 400 * 24 * hour, never), undefined);
  });

  it('does not know where there is no data, or too little', async () => {
    assert.equal(await perDay('a', now, never), undefined);
    await writeFile(file, hourly(8));
    assert.equal(await perDay('a', now, never), undefined);
    await appendFile(file, line(0.5, 'tenth'));
    assert.equal(Math.round((await perDay('a', now, never)) ?? 0), 27);
  });

  it('goes on from where it stopped, also when asked twice at once', async () => {
    await writeFile(file, hourly(24));
    await perDay('a', now, never);
    await appendFile(file, hourly(24, {}, 'more'));
    const both = await Promise.all([perDay('a', now, never), perDay('a', now, never)]);
    assert.deepEqual(
      both.map((rate) => rate && Math.round(rate)),
      [49, 49],
    );
  });

  it('lets others run between pieces of large files', async function () {
    this.timeout(20_000);
    const lines = Array.from({ length: 200_000 }, (_, index) =>
      line(index / 10_000, `u${index}`, { note: 'x'.repeat(50) }),
    );
    await writeFile(file, lines.join(''));
    let longest = 0;
    let before = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
    });
    const rate = await perDay('a', now, never);
    clearInterval(timer);
    assert.equal(Math.round(rate ?? 0), 240_000);
    // Far above the 50 ms it keeps to, since a busy machine holds up the test too.
    assert.ok(longest < 250, `held up for ${longest} ms`);
  });

  it('stops when it is told to', async () => {
    await writeFile(file, hourly(24));
    await assert.rejects(perDay('a', now, AbortSignal.abort()));
    assert.equal(await perDay('a', now, never), 24);
  });
});
