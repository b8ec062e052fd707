import assert from 'node:assert/strict';
import { nearestRecording } from '../../../../src/evaluation/recordings/nearestRecording.js';
import { requestDifferences } from '../../../../src/evaluation/recordings/requestDifferences.js';
import { recordingOf, requestOf } from './recordingFixture.js';

describe('the difference between two requests', () => {
  const message = (role: string, content: string) => ({ role, content });
  const long = 'You answer for the parcel team. Be kind. ';

  it('is told part by part', () => {
    const tool = (name: string, type = 'string') => ({
      type: 'function',
      function: { name, parameters: { type: 'object', properties: { id: { type } } } },
    });
    const before = {
      model: 'gpt-4o',
      messages: [message('system', `${long}Answer in three sentences.`), message('user', 'Where is it?')],
      temperature: 0.3,
      seed: 7,
      tools: [tool('refund'), tool('find')],
    };
    const after = {
      model: 'gpt-4.1',
      messages: [message('system', `${long}Answer in two sentences.`), message('user', 'Where is it?')],
      temperature: 0.2,
      response_format: { type: 'json_object' },
      tools: [tool('refund', 'number'), tool('ask')],
    };
    assert.deepEqual(requestDifferences(before, after), [
      'model gpt-4o → gpt-4.1',
      'temperature 0.3 → 0.2',
      'seed 7 removed',
      'messages[0] differs: "three" → "two"',
      'response_format differs',
      'tool refund differs',
      'tool ask added',
      'tool find removed',
    ]);
    assert.deepEqual(requestDifferences(before, { ...before }), []);
  });

  it('follows messages that were added, removed, moved, reworded in several places, or given another role', () => {
    const from = (...messages: object[]) => JSON.parse(JSON.stringify({ messages })) as { messages: [] };
    const [system, user] = [message('system', long), message('user', 'Where is my parcel, please?')];
    const differ = (before: object[], after: object[]) => requestDifferences(from(...before), from(...after));
    assert.deepEqual(differ([user], [system, user]), [
      'messages[0] (system) added: "You answer for the parcel team. Be kind."',
    ]);
    assert.deepEqual(differ([system, user], [user]), [
      'messages[0] (system) removed: "You answer for the parcel team. Be kind."',
    ]);
    assert.deepEqual(differ([system, user], [user, system]), ['messages[0] was messages[1]']);
    assert.deepEqual(differ([system], [message('system', 'They answer for our parcel team. Be kind. Now.')]), [
      'messages[0] differs: "You" → "They", and at 2 more places',
    ]);
    assert.deepEqual(differ([system], [message('developer', long)]), [
      'messages[0] is from developer, was from system',
    ]);
    const image = {
      role: 'user',
      content: [
        { type: 'text', text: 'What is it?' },
        { type: 'image_url', image_url: { url: 'a' } },
      ],
    };
    const other = {
      role: 'user',
      content: [
        { type: 'text', text: 'What is it?' },
        { type: 'image_url', image_url: { url: 'b' } },
      ],
    };
    assert.deepEqual(differ([image], [other]), ['messages[0] differs']);
    const many = Array.from({ length: 300 }, (_, index) => message('user', `${index}`));
    assert.deepEqual(differ(many, many.slice(1)), ['messages differ']);
  });
});

describe('the nearest recording', () => {
  it('is one of the same case, the most similar of them, and of those the latest', () => {
    const recordings = [
      recordingOf('other', { request: requestOf('Where is my parcel now?') }),
      recordingOf('late', { request: requestOf('Where is the parcel?') }),
      recordingOf('late', { request: requestOf('Where is my parcel?'), recorded: '2026-11-18T00:00:00Z' }),
      recordingOf('late', { request: requestOf('Where is my parcel?'), recorded: '2026-11-19T00:00:00Z', sample: 1 }),
    ];
    const asked = { case: 'late', sample: 0, request: requestOf('Where is my parcel now?') };
    const nearest = nearestRecording(asked, recordings);
    assert.equal(nearest?.recording.recorded, '2026-11-19T00:00:00Z');
    assert.deepEqual(nearest.differences, ['messages[0] differs: "now" added', 'sample 1 → 0']);
  });

  it('is the most similar of all where the case has none, and none where there are none', () => {
    const recordings = [
      recordingOf('a', { request: requestOf('Good morning') }),
      recordingOf('b', { request: requestOf('Where is it?') }),
    ];
    const asked = { case: 'new', sample: 0, request: requestOf('Where is it now?', { temperature: 0.2 }) };
    assert.equal(nearestRecording(asked, recordings)?.recording.case, 'b');
    assert.equal(nearestRecording(asked, []), undefined);
  });

  it('does not take a secret, which is not recorded, for a difference', () => {
    const request = requestOf(`Use sk-${'a1'.repeat(20)}`);
    const stored = requestOf('Use [API key, removed]');
    assert.deepEqual(
      nearestRecording({ case: 'a', sample: 0, request }, [recordingOf('a', { request: stored })])?.differences,
      [],
    );
  });
});
