import assert from 'node:assert/strict';
import fc from 'fast-check';
import { telemetryLine } from '../../../src/evidence/telemetryLine.js';
import { unitNumber } from '../../../src/evidence/unitNumber.js';
import { UsualLine } from '../../../src/evidence/usualLine.js';

const fields = { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' };
const served = { prompt: 'prompts/reply', baseline: 'aaaaaaaaaaaa', candidate: 'cccccccccccc' };
const others = ['cost', 'bad', 'note'];
const good = {
  time: '2026-11-22T10:15:02.113Z',
  prompt: 'prompts/reply',
  version: 'cccccccccccc',
  arm: 'candidate',
  unit: 'conv-1',
};

function read(line: UsualLine, text: string): ReturnType<UsualLine['read']> {
  const bytes = Buffer.from(`before\n${text}\nafter`);
  return line.read(bytes, 7, bytes.length - 6);
}

/** Whether what is read the quick way is what the slow way says. */
function agrees(line: UsualLine, text: string): ReturnType<UsualLine['read']> {
  const how = read(line, text);
  const slow = telemetryLine(text, fields, served.prompt);
  if (how === 'of another') assert.equal(slow, undefined, text);
  if (how === 'read') {
    assert.ok(slow && 'line' in slow, text);
    const name = Buffer.from(slow.unit);
    assert.deepEqual(
      [line.time, line.arm, line.unit, slow.arm === 'baseline' ? served.baseline : served.candidate],
      [slow.time, slow.arm, unitNumber(name, 0, name.length), slow.version],
    );
    assert.deepEqual({ ...line.line }, Object.fromEntries(others.map((name) => [name, slow.line[name]])));
  }
  return how;
}

describe('UsualLine', () => {
  const line = new UsualLine(served, fields, others);

  it('reads the usual lines', () => {
    const values = { cost: 0.0041, bad: false, note: 'grüße', more: [], cost2: -1 };
    const { more, ...flat } = values;
    assert.equal(agrees(line, JSON.stringify({ ...good, ...flat })), 'read');
    assert.equal(agrees(line, JSON.stringify({ ...good, bad: null, cost: -12 })), 'read');
    assert.equal(agrees(line, `${JSON.stringify(good).replaceAll(',', ' ,  ').replaceAll('":', '" : ')} \r`), 'read');
    assert.equal(agrees(line, JSON.stringify({ ...good, prompt: 'prompts/other' })), 'of another');
    assert.equal(agrees(line, JSON.stringify({ ...good, more })), 'unusual');
  });

  it('leaves everything else to the slow way', () => {
    const text = JSON.stringify(good);
    for (const unusual of [
      '',
      '{}',
      '[]',
      '{"time":',
      text.slice(0, -1),
      `${text}}`,
      `${text},`,
      `\uFEFF${text}`,
      text.replace('conv-1', String.raw`c\u006fnv`),
      text.replace('conv-1', 'a\tb'),
      text.replace('10:15', '24:00'),
      text.replace('.113Z', 'Z'),
      text.replace('2026-11', '2026-13'),
      text.replace('"conv-1"', '7'),
      text.replace('cccccccccccc', 'aaaaaaaaaaaa'),
      text.replace('}', ',"cost":01}'),
      text.replace('}', ',"cost":1.}'),
      text.replace('}', ',"cost":.5}'),
      text.replace('}', ',"cost":-}'),
      text.replace('}', ',"bad":tru}'),
      text.replace('}', ',"cost":1e3}'),
      text.replace('}', ',"cost":0.1234567890123456}'),
      text.replace('}', ',}'),
    ])
      assert.equal(agrees(line, unusual), 'unusual', unusual);
  });

  it('says what the slow way says, of any line after any line, whole or damaged', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.integer({ min: -99_999, max: 99_999 }).map((number) => number / 1000),
    );
    const time = fc
      .date({ min: new Date('1969-01-01'), max: new Date('2400-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
    const record = fc.record(
      {
        time: fc.oneof({ weight: 9, arbitrary: time }, { weight: 1, arbitrary: value }),
        prompt: fc.constantFrom('prompts/reply', 'prompts/reply', 'prompts/replies'),
        version: fc.constantFrom(served.baseline, served.candidate, served.candidate),
        arm: fc.constantFrom('baseline', 'candidate', 'segment', 'segment', 'other'),
        unit: fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }), fc.nat()),
        cost: fc.oneof(
          fc.integer({ min: -99_999, max: 99_999 }).map((number) => number / 1000),
          value,
        ),
        bad: fc.boolean(),
        note: fc.string(),
        'x y': fc.oneof(fc.nat(), value),
      },
      { requiredKeys: ['time', 'prompt', 'version', 'arm', 'unit'] },
    );
    const counts = { read: 0, 'of another': 0, unusual: 0 };
    fc.assert(
      fc.property(
        record,
        fc.option(fc.tuple(fc.nat(), fc.constantFrom('', ',', '"', '}', '0', ' ', '\\'))),
        (one, damage) => {
          const text = JSON.stringify(one);
          const at = damage ? damage[0] % text.length : 0;
          counts[agrees(line, damage ? text.slice(0, at) + damage[1] + text.slice(at + 1) : text)]++;
        },
      ),
      { numRuns: 3000 },
    );
    assert.ok(
      Object.values(counts).every((count) => count > 50),
      JSON.stringify(counts),
    );
  });
});
