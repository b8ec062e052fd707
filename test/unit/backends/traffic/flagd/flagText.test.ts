import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  definitionIn,
  emptyFlagFile,
  parseFlagText,
  withFlag,
} from '../../../../../src/backends/traffic/flagd/flagText.js';
import { HumanError } from '../../../../../src/prompts/humanError.js';

const ours = { state: 'ENABLED', variants: { a: { text: 'line\nline' } }, defaultVariant: 'a' };
const set = (text: string, key = 'ours', definition: object = ours) =>
  withFlag(parseFlagText(text, 'flags.json'), key, definition);

function refusal(text: string): string {
  try {
    parseFlagText(text, 'flags.json');
  } catch (error) {
    assert.ok(error instanceof HumanError && error.trouble === 'input', String(error));
    return error.message;
  }
  return assert.fail('it was not refused');
}

/** How many characters two texts share at their beginning and at their end. */
function commonEnds(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return start + end;
}

/** JSON with white space wherever it may stand. */
const space = fc.constantFrom('', ' ', '  ', '\n', '\r\n', '\n\t', '\n    ');
const loose = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)).map((value) => JSON.stringify(value)),
    fc
      .tuple(
        fc.uniqueArray(fc.string(), { maxLength: 4 }),
        fc.array(fc.tuple(space, space, tie('value'), space), { minLength: 4, maxLength: 4 }),
      )
      .map(
        ([keys, parts]) =>
          `{${keys.map((key, index) => `${parts[index]![0]}${JSON.stringify(key)}${parts[index]![1]}:${parts[index]![2]}${parts[index]![3]}`).join(',')}}`,
      ),
    fc
      .array(fc.tuple(space, tie('value'), space), { maxLength: 3 })
      .map((items) => `[${items.map((parts) => parts.join('')).join(',')}]`),
  ),
})).value;

describe('the text of a flag file', () => {
  it('keeps every character that is not of our flag', () => {
    const others = fc.uniqueArray(
      fc.tuple(
        fc.string().map((key) => `x${key}`),
        space,
        loose,
        space,
      ),
      { maxLength: 4, selector: ([key]) => key },
    );
    const property = ([key, before, value, after]: [string, string, string, string]) =>
      `${before}${JSON.stringify(key)}:${value}${after}`;
    fc.assert(
      fc.property(
        others,
        fc.nat(4),
        fc.option(fc.tuple(space, loose, space)),
        space,
        fc.boolean(),
        (flags, place, own, around, rest) => {
          const head = rest ? '"metadata":{"a":1},"flags":{' : '"flags":{';
          const tail = rest ? `}${around},"z": [1]}\n` : `}${around}}`;
          const left = flags.slice(0, place).map(property);
          const right = flags.slice(place).map(property);
          const current = own ? `"ours":${own[1]}` : undefined;
          const text = `{${around}${head}${[...left, ...(current ? [current] : []), ...right].join(',')}${tail}`;
          const next = set(text);
          assert.deepEqual(definitionIn(parseFlagText(next, 'x'), 'ours'), ours);
          const expected = JSON.parse(text) as { flags: Record<string, unknown> };
          expected.flags.ours = ours;
          assert.deepEqual(JSON.parse(next), expected);
          const replaced = own ? own[1].length : flags.length === 0 ? around.length + 2 : 0;
          assert.ok(commonEnds(text, next) >= text.length - replaced, 'something else was touched');
          assert.equal(set(next), next);
        },
      ),
    );
  });

  it('begins a file as its schema asks', () => {
    assert.equal(
      set(emptyFlagFile, 'a', { state: 'ENABLED' }),
      '{\n  "$schema": "https://flagd.dev/schema/v0/flags.json",\n  "flags": {\n    "a": {\n      "state": "ENABLED"\n    }\n  }\n}\n',
    );
  });

  it('takes the indentation and the line ends of the file', () => {
    const text = '{\r\n\t"flags": {\r\n\t\t"other": true\r\n\t}\r\n}';
    assert.equal(
      set(text, 'a', { b: 1 }),
      '{\r\n\t"flags": {\r\n\t\t"other": true,\r\n\t\t"a": {\r\n\t\t\t"b": 1\r\n\t\t}\r\n\t}\r\n}',
    );
  });

  it('adds the flags where there are none yet', () => {
    assert.deepEqual(JSON.parse(set('{ "$schema": "x" }', 'a', {})), { $schema: 'x', flags: { a: {} } });
    assert.deepEqual(JSON.parse(set('{}', 'a', {})), { flags: { a: {} } });
  });

  it('refuses what flagd would not read, with the place', () => {
    assert.match(refusal('{\n  "flags": {\n    "a": {,}\n  }\n}'), /^flags\.json:3:11 /);
    assert.match(refusal('{\n  // why\n  "flags": {}\n}'), /^flags\.json:2:3 has a comment/);
    assert.match(refusal('{"flags":{},}'), /^flags\.json:1:13 /);
    assert.match(refusal('{"flags":{"a":{"x":1,\n"x":2}}}'), /^flags\.json:2:1 has the key "x" twice/);
    assert.match(refusal('{"flags":[]}'), /^flags\.json:1:10 /);
    assert.match(refusal('[]'), /^flags\.json:1:1 must hold a JSON object/);
    assert.match(refusal('\ufeff{}'), /^flags\.json:1:1 /);
    refusal('');
    refusal('{"flags":{"a":01}}');
    refusal('{"flags":{"a":"\t"}}');
    refusal('{"flags":{"a":"\\x"}}');
    refusal('{"flags":' + '['.repeat(200_000));
    refusal('{"flags":' + '['.repeat(200_000) + ']'.repeat(200_000) + '}');
  });

  it('takes a text if and only if it is JSON', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '{',
            '}',
            '[',
            ']',
            ',',
            ':',
            '"a"',
            '"flags"',
            '1',
            ' ',
            '\u00a0',
            'null',
            '-',
            '1e',
            '\u2028',
            '//',
            "'",
          ),
          { maxLength: 9 },
        ),
        (parts) => {
          const text = `{"flags":{"a":${parts.join('')}}}`;
          let json = true;
          try {
            JSON.parse(text);
          } catch {
            json = false;
          }
          if (!json) refusal(text);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
