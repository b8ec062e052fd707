import assert from 'node:assert/strict';
import { telemetryLine } from '../../../src/evidence/telemetryLine.js';

type Read = ReturnType<typeof telemetryLine>;

const fields = { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' };
const prompt = 'prompts/support-reply';
const good = { time: '2026-11-22T10:15:02.113Z', prompt, version: '9f2c1a7be340', arm: 'candidate', unit: 'conv-1' };

function read(changes: Record<string, unknown>): Read {
  return telemetryLine(JSON.stringify({ ...good, ...changes }), fields, prompt);
}

function problemOf(result: Read): string {
  return result && 'problem' in result ? result.problem : 'none';
}

describe('telemetryLine', () => {
  it('reads the mapped fields and keeps the rest for the metrics', () => {
    assert.deepEqual(read({ cost_usd: 0.01 }), {
      time: Date.UTC(2026, 10, 22, 10, 15, 2, 113),
      version: '9f2c1a7be340',
      arm: 'candidate',
      unit: 'conv-1',
      line: { ...good, cost_usd: 0.01 },
    });
  });

  it('reads other names', () => {
    const line = { at: 1800000000, 'gen_ai.prompt.name': prompt, v: 'a', group: 'baseline', user: 7 };
    const names = { time: 'at', prompt: 'gen_ai.prompt.name', version: 'v', arm: 'group', unit: 'user' };
    assert.deepEqual(telemetryLine(`${JSON.stringify(line)}\r`, names, prompt), {
      time: 1800000000000,
      version: 'a',
      arm: 'baseline',
      unit: '7',
      line,
    });
  });

  it('reads times with an offset, in seconds and in milliseconds', () => {
    const timeOf = (time: unknown): number | undefined => read({ time })?.time;
    const expected = Date.UTC(2026, 10, 22, 10, 15, 2);
    assert.equal(timeOf('2026-11-22T12:15:02+02:00'), expected);
    assert.equal(timeOf('2026-11-22T12:15:02+0200'), expected);
    assert.equal(timeOf('2026-11-22 10:15:02.000000Z'), expected);
    assert.equal(timeOf(expected / 1000), expected);
    assert.equal(timeOf(expected / 1000 + 0.25), expected + 250);
    assert.equal(timeOf(expected), expected);
    for (const bad of ['2026-11-22T10:15:02', '22.11.2026', String(expected), '', null, true, expected * 1000, {}]) {
      assert.match(problemOf(read({ time: bad })), /"time" is neither/, JSON.stringify(bad));
    }
  });

  it('passes over lines of other prompts and empty lines', () => {
    assert.equal(read({ prompt: 'prompts/other' }), undefined);
    assert.equal(read({ prompt: 'prompts/support-reply-2' }), undefined);
    assert.equal(read({ prompt: 'prompts/other', note: prompt }), undefined);
    assert.equal(read({ prompt: 'prompts/other', note: 'a "quoted" word' }), undefined);
    assert.equal(telemetryLine(' \r', fields, prompt), undefined);
  });

  it('finds its prompt however the name is escaped', () => {
    const escaped = JSON.stringify(good).replace('prompts/', String.raw`prompts\/`);
    assert.equal(telemetryLine(escaped, fields, prompt)?.time, Date.parse(good.time));
    const umlaut = JSON.stringify({ ...good, prompt: 'X' }).replace('"X"', String.raw`"gr\u00fc\u00dfe"`);
    assert.equal(telemetryLine(umlaut, fields, 'grüße')?.time, Date.parse(good.time));
  });

  it('tells an application that was served no version from a broken line', () => {
    const time = Date.parse(good.time);
    assert.deepEqual(read({ version: undefined, arm: undefined }), { time, unversioned: true, unit: 'conv-1' });
    assert.deepEqual(read({ version: null, arm: '', unit: null }), { time, unversioned: true });
    assert.match(problemOf(read({ version: undefined })), /not a version/);
  });

  it('says what is wrong, and still the time', () => {
    const time = Date.parse(good.time);
    assert.deepEqual(read({ unit: '' }), {
      time,
      problem: '"unit" does not name a unit (a string, or a whole number)',
    });
    assert.deepEqual(read({ arm: 'control' }), { time, problem: '"arm" is none of baseline, candidate, segment' });
    assert.deepEqual(read({ version: 12 }), { time, problem: '"version" is not a version (a string)' });
    assert.equal(problemOf(telemetryLine('{"time":', fields, prompt)), 'not a JSON object');
    assert.equal(problemOf(telemetryLine(`["${prompt}"]`, fields, prompt)), 'not a JSON object');
    assert.equal(problemOf(telemetryLine(`{"x":"${prompt}"}`, fields, prompt)), '"prompt" does not name a prompt');
  });
});
