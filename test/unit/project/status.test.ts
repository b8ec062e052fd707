import assert from 'node:assert/strict';
import { damagedStatus, statusDocument, summaryOf } from '../../../src/project/status.js';
import type { Observation } from '../../../src/rollout/observe.js';
import { unreleased, type Rollout } from '../../../src/rollout/state.js';
import { parseStrategy } from '../../../src/rollout/strategy/parseStrategy.js';
import { ana, ben, evidence, prompt, strategyText, v1, v2 } from '../rollout/rolloutFixture.js';

describe('the status document', () => {
  const at = Date.parse('2026-11-22T10:00:00Z');
  const { strategy } = parseStrategy(strategyText);
  const live: Rollout = {
    id: 'r2',
    attempt: 1,
    baseline: v1,
    candidate: v2,
    strategyPath: 'prompts/support-reply.rollout.yaml',
    strategyText,
    strategy: strategy!,
    starter: ana,
    startedAt: at,
    stage: 1,
    stageSince: at,
    steps: [{ stage: 1, since: at }],
    setAside: [],
    condition: { is: 'held', cause: 'drift', detail: 'somebody else', since: at },
    approvals: [{ actor: ben, at }],
    silences: [],
    deadline: at + 3_600_000,
  };
  const observation: Observation = {
    prompt,
    at,
    flag: 'support-reply',
    serving: { as: 'expected' },
    served: { revision: 'x', contents: new Map(), split: { baseline: v1 } },
    state: { is: 'released', released: v1, paths: new Map(), ended: [] },
  };
  const running: Observation = {
    ...observation,
    state: { is: 'live', released: v1, paths: new Map(), ended: [], live },
    served: {
      revision: 'x',
      contents: new Map(),
      split: {
        baseline: v1,
        candidate: {
          version: v2,
          share: 5000,
          segments: [{ only: { team: ['internal'] }, share: 100_000 }],
          unit: 'u',
          salt: 's',
        },
      },
    },
    evidence: evidence({
      newest: at - 1000,
      arms: {
        baseline: { units: 3, metrics: { tool_errors: { units: 2, value: 0.5 } } },
        candidate: { units: 0, metrics: {} },
        segment: { units: 0, metrics: {} },
      },
    }),
    decision: {
      gates: [{ name: 'bake', state: 'waiting', text: 'bake 0s of 60s' }],
      action: { do: 'advance', stage: 2 },
    },
  };

  it('tells stage, versions, shares, gates and evidence of a live rollout', () => {
    const status = statusDocument(running, 'production', strategyText);
    assert.deepEqual(status.stage, { index: 1, of: 4, name: 'canary', traffic: 5, only: null });
    assert.deepEqual(
      [status.prompt, status.name, status.environment, status.state],
      [prompt.id, prompt.name, 'production', 'held'],
    );
    assert.deepEqual([status.baseline, status.candidate, status.rollout, status.attempt], [v1, v2, 'r2', 1]);
    assert.deepEqual(status.held, { cause: 'drift', detail: 'somebody else', since: '2026-11-22T10:00:00.000Z' });
    assert.deepEqual(status.deadline, '2026-11-22T11:00:00.000Z');
    assert.deepEqual(status.approvals, [{ by: ben, at: '2026-11-22T10:00:00.000Z' }]);
    assert.deepEqual(status.served, {
      is: 'expected',
      detail: null,
      words: '2222222 to 100 % of team = internal and 5 % of all others, 1111111 to the rest',
      baseline: v1,
      candidate: v2,
      traffic: 5,
      segments: [{ only: { team: ['internal'] }, traffic: 100 }],
    });
    assert.deepEqual(status.gates, running.decision?.gates);
    assert.deepEqual(status.next, { do: 'advance', stage: 2 });
    assert.deepEqual(status.evidence?.arms.baseline, {
      units: 3,
      metrics: { tool_errors: { is: 'rate', units: 2, value: 0.5 } },
    });
    assert.deepEqual(status.evidence.arms.candidate.metrics, { tool_errors: { is: 'rate', units: 0, value: null } });
    assert.equal(status.evidence.newest, '2026-11-22T09:59:59.000Z');
    assert.deepEqual(status.notes, []);
  });

  it('has the same keys in every state', () => {
    const damage = { is: 'damaged', place: 'a/r1.jsonl:1', problem: 'it is not JSON' } as const;
    const documents = [
      statusDocument(running, 'production'),
      statusDocument(observation, 'production'),
      statusDocument({ ...observation, state: unreleased }, 'production'),
      damagedStatus(prompt, 'production', damage, at),
    ];
    assert.deepEqual(
      documents.map(({ state }) => state),
      ['held', 'released', 'unreleased', 'damaged'],
    );
    for (const document of documents) assert.deepEqual(Object.keys(document).sort(), Object.keys(documents[0]!).sort());
    assert.match(documents[3]!.notes[0]!, /a\/r1\.jsonl:1/);
  });

  it('is nothing but JSON', () => {
    const status = statusDocument(running, 'production');
    assert.deepEqual(JSON.parse(JSON.stringify(status)), status);
  });

  it('tells how the last rollout ended', () => {
    const ended = { ...live, end: { how: 'rolled_back', cause: 'person', detail: 'too short', at } } as const;
    const status = statusDocument({ ...observation, state: { ...observation.state, ended: [ended] } }, 'production');
    assert.deepEqual(status.ended, {
      rollout: 'r2',
      how: 'rolled_back',
      cause: 'person',
      detail: 'too short',
      at: '2026-11-22T10:00:00.000Z',
      baseline: v1,
      candidate: v2,
    });
    assert.deepEqual([status.candidate, status.stage, status.evidence], [null, null, null]);
  });

  it('notes an edited strategy, what is not measured, and what is not confirmed', () => {
    const bare: Rollout = { ...live, strategy: { ...live.strategy, metrics: [] } };
    const pending = {
      event: 'advance',
      stage: 2,
      seq: 4,
      time: '2026-11-22T10:00:00Z',
      actor: ana,
      via: 'editor',
      rollout: 'r2',
    } as const;
    const { notes } = statusDocument(
      { ...running, state: { ...running.state, live: bare, pending } },
      'production',
      'edited',
    );
    assert.deepEqual(
      notes.map((note) => /confirmed|nothing is measured|edited since/.exec(note)?.[0]),
      ['confirmed', 'nothing is measured', 'edited since'],
    );
  });

  it('does not know what is served where the backend cannot be reached', () => {
    const { served: _served, ...unseen } = observation;
    const status = statusDocument({ ...unseen, serving: { as: 'unreachable', detail: 'no such host' } }, 'production');
    assert.deepEqual(
      [status.served.is, status.served.detail, status.served.words, status.served.baseline],
      ['unreachable', 'no such host', null, null],
    );
  });

  it('is short in a list', () => {
    assert.deepEqual(summaryOf(unreleased), { state: 'unreleased', stage: null, baseline: null, candidate: null });
    assert.deepEqual(summaryOf(observation.state), { state: 'released', stage: null, baseline: v1, candidate: null });
  });
});
