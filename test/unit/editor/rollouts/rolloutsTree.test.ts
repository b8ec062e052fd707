import assert from 'node:assert/strict';
import type { Block } from '../../../../src/evidence/blocks.js';
import { shortVersion } from '../../../../src/workspace/version.js';
import { unreleased } from '../../../../src/rollout/state.js';
import type { Autopilot } from '../../../../src/rollout/decide.js';
import type { PromptHandle, Seen } from '../../../../src/editor/projects.js';
import type { RolloutNode } from '../../../../src/editor/rollouts/rolloutNode.js';
import { neededCount, rolloutsTree } from '../../../../src/editor/rollouts/rolloutsTree.js';
import { evaluationWith, shownOf } from '../evaluation/shownEvaluation.js';
import { handle, live, now, observation, released, rollout } from '../seenFixture.js';

const shown = (seen: Seen | undefined, of: PromptHandle = handle(), isDraft = false) => ({
  handle: of,
  seen,
  isDraft,
  nameOf: shortVersion,
});
const one = (seen: Seen | undefined, of?: PromptHandle): RolloutNode => rolloutsTree([shown(seen, of)], 'protect')[0]!;
const said = (nodes: readonly RolloutNode[]): string[] =>
  nodes.map(({ label, description }) => `${label} | ${description}`);
const data = {
  newest: now - 2000,
  firstOfStage: now - 100_000,
  stageUnits: 21,
  arms: {
    baseline: { units: 9900, metrics: { tool_errors: { units: 9871, value: 0.039 } } },
    candidate: { units: 520, metrics: { tool_errors: { units: 512, value: 0.0412 } } },
    segment: { units: 0, metrics: {} },
  },
};

describe('the tree of rollouts', () => {
  it('says of each prompt how it stands', () => {
    assert.deepEqual(said([one(undefined)]), ['support-reply | ']);
    assert.deepEqual(said([one(observation(unreleased))]), ['support-reply | unreleased']);
    assert.deepEqual(said([one(released())]), ['support-reply | released 1111111']);
    assert.deepEqual(said([one(live())]), ['support-reply | canary 5 % · 1111111 → 2222222']);
    assert.deepEqual(said([one(live({ condition: { is: 'paused', since: now } }))]), [
      'support-reply | paused · canary 5 % · 1111111 → 2222222',
    ]);
    assert.equal(
      rolloutsTree([shown(released(), handle(), true)], 'protect')[0]!.description,
      'released 1111111 · draft',
    );
  });

  it('shows stages done, current, and to come with what they ask for', () => {
    const { children } = one(live({}, { data }));
    assert.deepEqual(said(children.filter(({ kind }) => kind === 'stage')), [
      'staff | 100 % of team = internal',
      'canary | 5 %',
      'half | 50 % · bake 1m · clear · 1 approval',
      'full | 100 % · bake 10s · clear',
    ]);
    assert.deepEqual(
      children.map(({ look }) => look),
      ['done', 'running', 'toCome', 'toCome', 'metrics'],
    );
  });

  it('says who watches, and warns where nobody does', () => {
    const watched = (seen: Seen, autopilot: Autopilot): RolloutNode | undefined =>
      rolloutsTree([shown(seen)], autopilot)[0]!.children.find(({ kind }) => kind === 'watch');
    const by = (isUs: boolean): Seen => ({
      ...live(),
      watcher: { who: 'prompt-rollout watch', pid: 7, autopilot: 'full', isUs },
    });
    assert.equal(watched(live(), 'protect'), undefined, 'this window is about to');
    assert.deepEqual(said([watched(by(true), 'protect')!, watched(by(false), 'off')!, watched(live(), 'off')!]), [
      'Watched | this window · full',
      'Watched | prompt-rollout watch · full',
      'Watched | by nobody',
    ]);
    assert.equal(watched(live(), 'off')!.look, 'unwatched');
    assert.equal(watched(released(), 'off'), undefined);
  });

  it('shows the gates under the current stage, and nothing that goes without saying', () => {
    const stage = one(live({}, { data })).children[1]!;
    assert.deepEqual(
      stage.children.map(({ label, look }) => [label, look]),
      [
        ['no harm: 0 % of the way', 'gateMet'],
        ['bake 1m of 1m', 'gateMet'],
        ['21 of 40 samples', 'gateWaiting'],
      ],
    );
    const late = one(live({}, { data: { ...data, newest: now - 3_600_000 } })).children[1]!;
    assert.match(late.children[0]?.label ?? '', /^no fresh data/);
  });

  it('shows units and rates per arm, and what could not be counted', () => {
    const extra = { mixed: 3, unknownVersions: 1, skipped: { lines: 1200, reason: 'a.jsonl:7: not JSON' } };
    const metrics = one(live({}, { data: { ...data, ...extra } })).children.at(-1)!;
    assert.deepEqual(said([metrics, ...metrics.children]), [
      'Metrics | candidate 520 · baseline 9,900',
      'tool_errors | 4.1 vs 3.9 %',
      '3 mixed units | ',
      '1 line of other versions | ',
      '1,200 lines skipped | ',
    ]);
    assert.match(metrics.children.at(-1)!.tooltip, /a\.jsonl:7: not JSON/);
  });

  it('shows what the data says of each metric, in words that need no statistics', () => {
    const block = (index: number, units: number, errors: number): Block => ({
      index: Math.floor(now / 10_000) - 100 + index,
      units,
      metrics: { tool_errors: { n: units, sum: errors, sumOfSquares: errors } },
    });
    const blocks = (errors: number) => ({
      baseline: Array.from({ length: 20 }, (_, index) => block(index, 475, 19)),
      candidate: Array.from({ length: 20 }, (_, index) => block(index, 25, errors)),
      segment: [],
    });
    const shownWith = (errors: number) =>
      one(live({}, { data: { ...data, blocks: blocks(errors) } })).children.at(-1)!.children[0]!;
    const harmed = shownWith(4);
    assert.deepEqual([harmed.description, harmed.look], ['harm · 4.1 vs 3.9 %', 'warning']);
    assert.match(
      harmed.tooltip,
      /^tool_errors must not get worse by more than 1 point\.\nSeen so far: candidate 16\.0 % of 500, baseline 4\.0 % of 9,500\. The difference is very likely \+\d+\.\d to \+\d+\.\d points\.\nIt is worse than allowed, and that is no accident\.\nFrom history 4\.0 % was expected\.$/,
    );
    const open = shownWith(1);
    assert.match(open.description, /^proof \d+ % · 4\.1 vs 3\.9 %$/);
    const figures = said(open.children).join('\n');
    assert.match(figures, /^difference \| −\d\.\d to \+\d\.\d points\ntoward harm \| \d %\ntoward proof \| \d+ %\n/);
    assert.match(figures, /\nsamples \| 500 vs 9,500$/);
    assert.match(open.tooltip, /\nNot decided: \d+ % of the way to a rollback, and \d+ % of the way to proof\.\n/);
  });

  it('says when nothing is measured, and when the offline gate was not evaluated', () => {
    const text =
      'prompt: a.prompt.yml\nunit: id\noffline: { cases: a.cases.yaml }\nstages:\n  - { name: all, traffic: 100%, bake: 1m }\n';
    assert.deepEqual(said(one(live({ stage: 0 }, {}, text)).children).slice(1), [
      'Offline evaluation | not evaluated',
      'nothing is measured | ',
    ]);
  });

  it('says last what the evaluation of the file came to', () => {
    const evaluated = (seen: Seen | undefined, isStale = false, isRunning = false): RolloutNode => {
      const evaluation = { isRunning, shown: shownOf(evaluationWith('ppf', 'ppp'), isStale) };
      return rolloutsTree([{ ...shown(seen), evaluation }], 'protect')[0]!.children.at(-1)!;
    };
    const fresh = evaluated(undefined);
    assert.deepEqual(
      [fresh.kind, fresh.label, fresh.description, fresh.look],
      ['evaluation', 'Evaluation', '2/3 · 1 regression', 'evaluationFails'],
    );
    assert.match(
      fresh.tooltip,
      /^v9 → draft: score 66\.7 %.*\nToo few to tell: .*\nThe offline gate does not hold:\n1 case regressed/,
    );
    const stale = evaluated(live({}, { data }), true);
    assert.deepEqual([stale.description, stale.look], ['stale · 2/3 · 1 regression', 'evaluationStale']);
    assert.equal(evaluated(released(), true, true).look, 'evaluating');
    const none = rolloutsTree([{ ...shown(released()), evaluation: { isRunning: true } }], 'protect')[0]!;
    assert.deepEqual(none.children, []);
  });

  it('offers what the state allows', () => {
    assert.deepEqual(one(live()).can, ['pause', 'extend', 'override', 'abort']);
    assert.deepEqual(one(live({}, { data: { ...data, stageUnits: 40 } })).can, [
      'advance',
      'pause',
      'extend',
      'override',
      'abort',
    ]);
    assert.deepEqual(one(live({ stage: 2 })).can, ['approve', 'pause', 'extend', 'override', 'abort']);
    assert.deepEqual(one(live({ condition: { is: 'paused', since: now } })).can, [
      'resume',
      'extend',
      'override',
      'abort',
    ]);
    assert.deepEqual(one(released()).can, ['start', 'adopt']);
    assert.deepEqual(one(released({ how: 'completed', at: now })).can, ['start', 'adopt', 'revert']);
    assert.deepEqual(one(observation(unreleased), handle('a', { environment: undefined! })).can, []);
  });

  it('offers to mend drift on the row that tells of it', () => {
    const serving = { as: 'drift', detail: 'the backend serves nothing' } as const;
    const held = live({ condition: { is: 'held', cause: 'drift', detail: serving.detail, since: now } }, { serving });
    const row = one(held).children[0]!;
    assert.deepEqual(
      [row.label, row.description, row.can],
      ['held (drift)', serving.detail, ['reapply', 'takeover', 'resume']],
    );
    assert.deepEqual(one(released(undefined, serving)).children[0]!.can, ['reapply', 'takeover']);
  });

  it('tells how the last rollout ended, and offers to revert a completed one', () => {
    const rolledBack = one(released({ how: 'rolled_back', cause: 'person', detail: 'bad tone', at: now - 60_000 }))
      .children[0]!;
    assert.deepEqual(said([rolledBack]), ['rolled back (person) | 1111111 → 2222222 · 1m ago']);
    assert.match(rolledBack.tooltip, /bad tone/);
    const completed = one(released({ how: 'completed', at: now - 60_000 })).children[0]!;
    assert.deepEqual([said([completed]), completed.can], [['completed | 1111111 → 2222222 · 1m ago'], ['revert']]);
  });

  it('shows where a damaged log is damaged, and lets one abort', () => {
    const node = one({ state: { is: 'damaged', place: 'prompts/a/r1.jsonl:7', problem: 'it is not JSON' } });
    assert.deepEqual(
      [node.description, node.can, said(node.children)],
      ['log damaged', ['abort'], ['prompts/a/r1.jsonl:7 | it is not JSON']],
    );
  });

  it('lists first who needs a person, then live ones, then the rest by name', () => {
    const tree = rolloutsTree(
      [
        shown(released(), handle('b')),
        shown(undefined, handle('a')),
        shown(live(), handle('z')),
        shown(live({ condition: { is: 'held', cause: 'deadline', detail: 'late', since: now } }), handle('y')),
      ],
      'protect',
    );
    assert.deepEqual(
      tree.map(({ label }) => label),
      ['y', 'z', 'a', 'b'],
    );
  });

  it('counts who needs a person', () => {
    const count = (seen: Seen, autopilot: 'protect' | 'full' = 'protect') => neededCount([shown(seen)], autopilot);
    const ready = live({}, { data: { ...data, stageUnits: 40 } });
    assert.equal(count(live({}, { data })), 0);
    assert.equal(count(ready), 1);
    assert.equal(count(ready, 'full'), 0);
    assert.equal(count(live({ stage: 2 }, { data })), 1, 'only the approval is missing');
    assert.equal(count(live({ condition: { is: 'paused', since: now } }, { data })), 0);
    assert.equal(
      count(live({ condition: { is: 'held', cause: 'silence', detail: 'quiet', since: now } }, { data })),
      0,
    );
    assert.equal(count(live({ deadline: now - 1 }, { data })), 1);
    assert.equal(count({ state: { is: 'damaged', place: '', problem: '' } }), 1);
  });

  it('gives every row an identity of its own that stays', () => {
    const ids = (nodes: readonly RolloutNode[]): string[] =>
      nodes.flatMap(({ id, children }) => [id, ...ids(children)]);
    const first = ids(rolloutsTree([shown(live({}, { data })), shown(live(), handle('b'))], 'protect'));
    assert.equal(new Set(first).size, first.length);
    assert.deepEqual(ids([one(live({}, { data: { ...data, stageUnits: 22 } }))]), ids([one(live({}, { data }))]));
  });

  it('keeps a rollout in reach whose file is gone, and tells of an edited strategy', () => {
    const gone = one(live(), handle('a', { gone: true }));
    assert.match(gone.description, /file is gone/);
    assert.ok(gone.can.includes('abort'));
    const edited = live({ ...rollout(), strategyText: 'other' });
    assert.match(one(edited).tooltip, /Its strategy was edited since/);
  });
});
