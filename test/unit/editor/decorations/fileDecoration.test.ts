import assert from 'node:assert/strict';
import { decorationOf } from '../../../../src/editor/decorations/fileDecoration.js';
import type { Seen } from '../../../../src/editor/projects.js';
import { live, now, released } from '../seenFixture.js';

const of = (seen: Seen | undefined, isDraft = false) => decorationOf(seen, isDraft, 'protect', (id) => id.slice(0, 7));

describe('the decoration of a prompt in the explorer', () => {
  it('is absent where there is nothing to see', () => {
    assert.equal(of(undefined), undefined);
    assert.equal(of(released()), undefined);
  });

  it('tells a draft', () => {
    assert.deepEqual(of(released(), true), { badge: '✎', tooltip: 'Prompt draft: differs from the committed version' });
  });

  it('tells a live rollout first, and a draft beside it', () => {
    assert.deepEqual(of(live()), { badge: '▶', color: 'charts.green', tooltip: 'Rollout: canary 5 %' });
    assert.equal(of(live(), true)?.tooltip, 'Rollout: canary 5 % · draft: differs from the committed version');
    const held = live({ condition: { is: 'held', cause: 'drift', detail: 'it is so', since: now } });
    assert.deepEqual(of(held), {
      badge: '!',
      color: 'list.warningForeground',
      tooltip: 'Rollout: held (drift) · canary 5 %',
    });
    assert.equal(of(live({ condition: { is: 'paused', since: now } }))?.badge, 'Ⅱ');
    assert.equal(of({ state: { is: 'damaged', place: 'r1:2', problem: 'not JSON' } })?.badge, '!');
  });
});
