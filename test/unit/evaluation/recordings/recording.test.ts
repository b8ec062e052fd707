import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../../../src/prompts/json.js';
import { requestKey } from '../../../../src/evaluation/modelRequest.js';
import { byCase, parseRecording, recordingLine } from '../../../../src/evaluation/recordings/recording.js';
import { recordingOf, requestOf } from './recordingFixture.js';

describe('the key of a request', () => {
  it('is the SHA-256 of the canonical request, whatever the order of keys', () => {
    const request = requestOf('Hello', { response_format: { type: 'json_object' } });
    const turned = Object.fromEntries(Object.entries(request).reverse());
    assert.equal(requestKey(request, 0), requestKey(turned, 0));
    // echo -n '{"messages":[{"content":"Hello","role":"user"}],"model":"tiny","params":{"temperature":0.3},"responseFormat":{"type":"json_object"},"sample":0}' | sha256sum
    assert.equal(requestKey(request, 0), '1a2b881c1462231d8348859d9909fbe4cdcc641209efa67ce125a019b161e2f3');
  });

  it('differs with each part of the request, and with the repeat', () => {
    const keys = [
      requestKey(requestOf('Hello'), 0),
      requestKey(requestOf('Hello'), 1),
      requestKey(requestOf('Hello.'), 0),
      requestKey(requestOf('Hello', { model: 'other' }), 0),
      requestKey(requestOf('Hello', { temperature: 0.4 }), 0),
      requestKey(requestOf('Hello', { tools: [] }), 0),
      requestKey(requestOf('Hello', { response_format: { type: 'json_object' } }), 0),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });
});

describe('a recording as a line', () => {
  const arbitrary = fc
    .record({
      id: fc.string({ unit: 'grapheme' }),
      sample: fc.nat(5),
      text: fc.string({ unit: 'binary' }),
      request: fc.object({ depthSize: 'small', withNullPrototype: false }),
      tokens: fc.option(fc.record({ prompt: fc.nat(), completion: fc.nat() }), { nil: undefined }),
      model: fc.option(fc.string(), { nil: undefined }),
    })
    .map(({ id, sample, text, request, tokens, model }) => {
      // As it comes from JSON: without `undefined`, NaN and the like.
      const asked = JSON.parse(JSON.stringify(request)) as JsonObject;
      const recording = recordingOf(id, { sample, request: asked, output: { text, ...(tokens && { tokens }) } });
      const { model: _, ...without } = recording;
      return model === undefined ? without : { ...recording, model };
    });

  it('reads back as it was', () => {
    fc.assert(
      fc.property(arbitrary, (recording) => {
        const line = recordingLine(recording);
        assert.doesNotMatch(line, /\n/);
        assert.deepEqual(parseRecording(line), JSON.parse(JSON.stringify(recording)));
      }),
    );
  });

  it('never throws for what is none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          arbitrary.map((of) => recordingLine(of).slice(0, -3)),
        ),
        (text) => {
          const read = parseRecording(text);
          assert.ok('problem' in read || read.key);
        },
      ),
    );
    for (const deep of ['['.repeat(200_000), `${'[1,'.repeat(9000)}1${']'.repeat(9000)}`])
      assert.ok('problem' in parseRecording(deep));
  });

  it('says what is wrong with it', () => {
    const line = recordingLine(recordingOf('a'));
    const broken: readonly (readonly [from: string | RegExp, to: string, problem: RegExp])[] = [
      [/}$/, '', /no JSON/],
      [/^.*$/, '[]', /no JSON object/],
      [/"key":"./, '"key":"X', /`key` is no SHA-256/],
      ['"case":"a"', '"case":7', /`case` is no text/],
      ['"sample":0', '"sample":0.5', /`sample` is no whole number/],
      [/"recorded":"[^"]*"/, '"recorded":"yesterday"', /`recorded` is no ISO 8601 time/],
      [/"recorded":"[^"]*"/, '"recorded":"+275760-09-13T00:00:00Z"', /`recorded` is no ISO 8601 time/],
      [/"request":\{.*?\},"output"/, '"request":[],"output"', /`request` is no JSON object/],
      ['"text":"answer to a"', '"text":7', /of its `output`, it has no `text`/],
      ['"text":"answer to a"', '"text":"","cost":-1', /`cost` is no number of US dollars/],
      ['"text":"answer to a"', '"text":"","cost":1e999', /`cost` is no number of US dollars/],
      ['"text":"answer to a"', '"text":"","tokens":{"prompt":1.5}', /`tokens` is not/],
      ['"text":"answer to a"', '"text":"","toolCalls":[{}]', /`toolCalls` is no list/],
    ];
    for (const [from, to, problem] of broken) {
      const changed = line.replace(from, to);
      assert.notEqual(changed, line);
      const read = parseRecording(changed);
      assert.match('problem' in read ? read.problem : 'it was read', problem);
    }
  });

  it('holds no secret, in keys and values, and beside what looks like an escape', () => {
    const secrets = [`sk-proj-${'a1'.repeat(150)}`, `ghp_${'b'.repeat(36)}`, 'AKIAABCDEFGHIJKLMNOP'];
    const [first = '', second = '', third = ''] = secrets;
    const request = requestOf(`Use\n${first}\nplease`, { tools: [{ [second]: third }] });
    const line = recordingLine(
      recordingOf('a', {
        request,
        output: { text: `It is ${first}`, toolCalls: [{ name: 'x', arguments: { token: second } }] },
      }),
    );
    for (const secret of secrets) assert.ok(!line.includes(secret));
    assert.ok(!line.includes('a1a1a1a1'), 'no part of a long one is left either');
    const read = parseRecording(line);
    assert.ok(!('problem' in read));
    assert.equal(read.output.text, 'It is [API key, removed]');
    assert.equal(read.key, requestKey(request, 0));
  });

  it('stands in an order that is total and does not depend on the machine', () => {
    const all = ['b', 'a', 'ä', 'A', 'a10', 'a9'].flatMap((id) => [recordingOf(id, { sample: 1 }), recordingOf(id)]);
    const sorted = all.toSorted(byCase).map((of) => `${of.case}${of.sample}`);
    assert.deepEqual(sorted, ['A0', 'A1', 'a0', 'a1', 'a100', 'a101', 'a90', 'a91', 'b0', 'b1', 'ä0', 'ä1']);
  });
});
