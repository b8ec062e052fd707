import assert from 'node:assert/strict';
import { activityRows } from '../../../../src/editor/activity/activityRows.js';
import type { ShownLog } from '../../../../src/editor/projects.js';
import { logLine, readPromptLog } from '../../../../src/rollout/log/logFile.js';
import type { EventBody, LogEvent, Via } from '../../../../src/rollout/events.js';
import { ana, strategyText, v1, v2 } from '../../rollout/rolloutFixture.js';

const began = Date.parse('2026-11-22T10:00:00Z');
const at = (seq: number, minutes: number, body: EventBody, via: Via = 'editor'): LogEvent => ({
  seq,
  time: new Date(began + minutes * 60_000).toISOString(),
  actor: ana,
  via,
  ...body,
});

function log(name: string, minutes: number): ShownLog {
  const path = `prompts/${name}.prompt.yml`;
  const start: EventBody = {
    event: 'start',
    baseline: v1,
    candidate: v2,
    path,
    flag: name,
    attempt: 1,
    strategyPath: 's',
    strategy: strategyText,
    reason: undefined,
    offline: undefined,
  };
  const file = (rollout: string, events: readonly LogEvent[]) => ({
    path: `prompts/${name}/${rollout}.jsonl`,
    rollout,
    text: events.map(logLine).join(''),
  });
  const r1 = file('r1', [
    at(1, minutes, { event: 'adopt', version: v1, path, flag: name, origin: 'served' }),
    at(2, minutes, { event: 'confirm', of: 1, revision: 'a' }),
  ]);
  const r2 = file('r2', [
    at(1, minutes + 1, start),
    at(2, minutes + 1, { event: 'confirm', of: 1, revision: 'b' }),
    at(3, minutes + 5, { event: 'hold', cause: 'silence', detail: 'no fresh data' }, 'rule'),
  ]);
  return { name, log: readPromptLog([r1, r2]) };
}

describe('the rows of Activity', () => {
  const now = began + 3_600_000;

  it('lists the events of all prompts in words, newest first, without confirmations', () => {
    const rows = activityRows([log('a', 0), log('b', 2)], now, 100);
    assert.deepEqual(
      rows.map(({ label, description }) => `${label} | ${description}`),
      [
        'held (silence): no fresh data | b · rule · 53 minutes ago',
        'held (silence): no fresh data | a · rule · 55 minutes ago',
        'started 1111111 → 2222222 at staff (100 % of team = internal) | b · Ana · 57 minutes ago',
        'adopted 1111111, which the backend serves | b · Ana · 58 minutes ago',
        'started 1111111 → 2222222 at staff (100 % of team = internal) | a · Ana · 59 minutes ago',
        'adopted 1111111, which the backend serves | a · Ana · 1 hour ago',
      ],
    );
  });

  it('keeps to the newest, and names each row once', () => {
    const rows = activityRows([log('a', 0), log('b', 2)], now, 3);
    assert.deepEqual(
      rows.map(({ event }) => event),
      ['hold', 'hold', 'start'],
    );
    const all = activityRows([log('a', 0), log('b', 2)], now, 100);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  });

  it('tells in the tooltip who did it, when and by which way', () => {
    const [hold, , start] = activityRows([log('a', 0)], now, 100).map(({ tooltip }) => tooltip);
    assert.match(hold!, /2026-11-22T10:05:00\.000Z, by Ana <ana@example\.org>'s watch, by rule\./);
    assert.match(start ?? '', /in the editor/);
  });
});
