import assert from 'node:assert/strict';
import fc from 'fast-check';
import { measured, segmentNamed } from '../../../src/evidence/lineValues.js';
import { telemetryLine } from '../../../src/evidence/telemetryLine.js';
import { unitNumber } from '../../../src/evidence/unitNumber.js';
import { UsualLine } from '../../../src/evidence/usualLine.js';
import { countedMetric } from '../../../src/rollout/countedMetric.js';
import { parseStrategy } from '../../../src/rollout/strategy/parseStrategy.js';

const fields = { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' };
const { strategy } = parseStrategy(`prompt: reply.prompt.yml
unit: unit
metrics:
  refused: { is: rate, bad: bad, margin: 1pp, expect: 4% }
  noted: { is: rate, bad: { note: [a, grüße] }, margin: 1pp, expect: 4% }
  failed: { is: rate, bad: { error: { present: true } }, margin: 1pp, expect: 4% }
  dear: { is: rate, of: cost, over: 1, margin: 1pp, expect: 4% }
  cost: { is: mean, of: cost, cap: 10, margin: 10%, expect: 1 }
stages: [{ name: all, traffic: 100% }]
`);
const metrics = strategy?.metrics.map(countedMetric) ?? [];
const segments = ['note', 'cost'];
const query = { prompt: 'prompts/reply', baseline: 'aaaaaaaaaaaa', candidate: 'cccccccccccc', metrics, segments };
const good = {
  time: '2026-11-22T10:15:02.113Z',
  prompt: 'prompts/reply',
  version: 'cccccccccccc',
  arm: 'candidate',
  unit: 'conv-1',
};

function usualLine(): UsualLine {
  const line = UsualLine.of(query, fields);
  assert.ok(line);
  return line;
}

type How = ReturnType<UsualLine['read']>;

/** Whether what is read the quick way, at a place in bytes, is what the slow way says of the text. */
function agreesAt(line: UsualLine, bytes: Buffer, start: number, text: string): How {
  const how = line.read(bytes, start, start + Buffer.byteLength(text));
  const slow = telemetryLine(text, fields, query.prompt);
  if (how === 'of another') assert.equal(slow, undefined, text);
  if (how === 'read') {
    assert.ok(slow && 'line' in slow, text);
    const name = Buffer.from(slow.unit);
    assert.deepEqual(
      [line.time, line.arm, line.unit, slow.arm === 'baseline' ? query.baseline : query.candidate],
      [slow.time, slow.arm, unitNumber(name, 0, name.length), slow.version],
    );
    assert.deepEqual(
      [...line.values],
      metrics.map((metric) => measured(metric, slow.line)),
    );
    assert.deepEqual(
      line.segments,
      segments.map((attribute) => segmentNamed(slow.line[attribute])),
    );
  }
  return how;
}

function agrees(line: UsualLine, text: string): How {
  return agreesAt(line, Buffer.from(`before\n${text}\nafter`), 7, text);
}

describe('UsualLine', () => {
  it('reads the usual lines', () => {
    const line = usualLine();
    assert.deepEqual(
      metrics.map(({ of }) => of?.is),
      ['true', 'among', 'present', 'over', 'mean'],
    );
    const values = { cost: 0.0041, bad: false, note: 'grüße', more: [], cost2: -1 };
    const { more, ...flat } = values;
    assert.equal(agrees(line, JSON.stringify({ ...good, ...flat })), 'read');
    assert.equal(agrees(line, JSON.stringify({ ...good, bad: null, cost: -12 })), 'read');
    assert.equal(agrees(line, `${JSON.stringify(good).replaceAll(',', ' ,  ').replaceAll('":', '" : ')} \r`), 'read');
    assert.equal(agrees(line, JSON.stringify({ ...good, prompt: 'prompts/other' })), 'of another');
    assert.equal(agrees(line, JSON.stringify({ ...good, more })), 'unusual');
  });

  it('leaves everything else to the slow way', () => {
    const line = usualLine();
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
      text.replace('15:02', '1x:02'),
      text.replace('02.113', '60.113'),
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
      text.replace('}', ',"cost":1,"cost":2}'),
      text.replace('}', ',}'),
    ]) {
      assert.equal(agrees(line, unusual), 'unusual', unusual);
      assert.equal(agrees(line, text), 'read', `after ${unusual}`);
      assert.equal(agrees(line, unusual), 'unusual', `after the usual one: ${unusual}`);
    }
  });

  it('follows lines whose values differ in length, kind and what follows them', () => {
    const line = usualLine();
    const costs = ['12', '123', '12', '1', '0.5', '-0.5', 'true', '"12"', '"123"', '"12"', 'null', '12 ', '12', '12  '];
    for (const cost of costs) {
      for (const end of ['}', ' }', ',"x":1}'])
        assert.equal(agrees(line, `${JSON.stringify(good).slice(0, -1)},"cost":${cost}${end}`), 'read', cost + end);
    }
  });

  it('looks at no line where metrics may look at any field, or at one that says something else', () => {
    const [bad] = metrics;
    assert.ok(bad);
    const { of, ...anywhere } = bad;
    assert.ok(of);
    assert.equal(UsualLine.of({ ...query, metrics: [anywhere] }, fields), undefined);
    assert.equal(UsualLine.of({ ...query, segments: ['arm'] }, fields), undefined);
    assert.equal(UsualLine.of(query, { ...fields, arm: 'version' }), undefined);
  });

  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.integer({ min: -99_999, max: 99_999 }).map((number) => number / 1000),
  );
  const time = fc
    .date({ min: new Date('1969-01-01'), max: new Date('2400-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const values = {
    time: fc.oneof({ weight: 9, arbitrary: time }, { weight: 1, arbitrary: value }),
    prompt: fc.constantFrom('prompts/reply', 'prompts/reply', 'prompts/replies'),
    version: fc.constantFrom(query.baseline, query.candidate, query.candidate),
    arm: fc.constantFrom('baseline', 'candidate', 'segment', 'segment', 'other'),
    unit: fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }), fc.nat()),
    cost: fc.oneof(
      fc.integer({ min: -99_999, max: 99_999 }).map((number) => number / 1000),
      value,
    ),
    bad: fc.boolean(),
    note: fc.oneof(fc.constantFrom('a', 'grüße'), fc.string()),
    error: fc.oneof(fc.constant(null), fc.string()),
    'x y': fc.oneof(fc.nat(), value),
  };
  const damage = fc.option(fc.tuple(fc.nat(), fc.constantFrom('', ',', '"', '}', '0', ' ', '\\')), { freq: 3 });
  function damaged(text: string, how: readonly [number, string] | null): string {
    const at = how ? how[0] % text.length : 0;
    return how ? text.slice(0, at) + how[1] + text.slice(at + 1) : text;
  }

  it('says what the slow way says, of any line after any line, whole or damaged', () => {
    const line = usualLine();
    const record = fc.record(values, { requiredKeys: ['time', 'prompt', 'version', 'arm', 'unit'] });
    const counts = { read: 0, 'of another': 0, unusual: 0 };
    fc.assert(
      fc.property(record, damage, (one, how) => {
        counts[agrees(line, damaged(JSON.stringify(one), how))]++;
      }),
      { numRuns: 3000 },
    );
    assert.ok(
      Object.values(counts).every((count) => count > 50),
      JSON.stringify(counts),
    );
  });

  it('says what the slow way says of lines that follow one another and differ in a few places', () => {
    const cost = fc.oneof(
      fc.nat(200),
      fc.nat(200).map((number) => number / 100),
      fc.constantFrom(true, null, '1', ''),
    );
    const usual = { ...values, time, cost, unit: fc.nat(200).map((number) => `conv-${number}`), 'x y': cost };
    const whole = fc.record(usual);
    const changes = fc.record(usual, { requiredKeys: [] });
    const counts = { read: 0, 'of another': 0, unusual: 0 };
    fc.assert(
      fc.property(
        whole,
        fc.array(fc.tuple(changes, fc.nat(3), damage), { minLength: 1, maxLength: 20 }),
        (first, more) => {
          let [last, lines]: [object, string[]] = [{ ...first, ...good }, []];
          for (const [change, kept, how] of more) {
            last = { ...last, ...Object.fromEntries(Object.entries(change).slice(0, kept)) };
            lines = [...lines, damaged(JSON.stringify(last), how)];
          }
          // All in the same bytes, as they are when they are read from a file.
          const [line, bytes] = [usualLine(), Buffer.from(`${lines.join('\n')}\n`)];
          let start = 0;
          for (const text of lines) {
            counts[agreesAt(line, bytes, start, text)]++;
            start += Buffer.byteLength(text) + 1;
          }
        },
      ),
      { numRuns: 1000 },
    );
    assert.ok(counts.read > 1000 && counts['of another'] > 50 && counts.unusual > 50, JSON.stringify(counts));
  });
});
