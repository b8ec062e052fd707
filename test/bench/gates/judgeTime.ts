import { performance } from 'node:perf_hooks';
import type { Criterion } from '../../../src/evidence/statistics/criterion.js';
import { judge } from '../../../src/evidence/statistics/judge.js';
import { errors } from '../../unit/evidence/statistics/judgeFixture.js';
import { costs, costCap } from './costs.js';
import { random } from './random.js';
import { attribute, drawn, ones, simulate } from './simulate.js';

/** Seven rates and three means, each watched in ten segments. */
const criteria = Array.from({ length: 10 }, (_, at): Criterion => {
  const watched = { ...errors, name: `metric ${at}`, segments: [attribute] };
  if (at < 7) return at % 2 === 0 ? watched : { ...watched, by: { relative: 0.25 }, limit: 0.15 };
  return { ...watched, is: 'mean', bounds: [0, costCap], expect: 0.02, by: { relative: 0.1 } };
});

/**
 * How long a judgement over 10 metrics × 10 segments × 300 blocks takes, of which every block is a window: the first one, before
 * the engine has compiled it, and the quickest of later ones, which other programs disturbed least; and one interval.
 */
export function judgeTime(): { readonly first: number; readonly later: number; readonly interval: number } {
  const table = costs(0.02);
  const simulated = simulate(
    {
      blocks: 300,
      units: 500,
      share: () => 0.5,
      segments: Array.from({ length: 10 }, () => 0.1),
      draw: (_, n, __, next) =>
        Object.fromEntries(
          criteria.map(({ name, is }) => [name, is === 'rate' ? ones(n, 0.04, next) : drawn(n, table, next)]),
        ),
    },
    random(1),
  );
  const splits = [{ share: 0.5, from: 0, until: 300 }];
  const risk = { rollback: 0.05, promote: 0.05 };
  const judged = () => judge({ criteria, ...simulated, splits, mixed: 0, risk, block: 1, now: Infinity });
  const first = elapsed(judged);
  const later = Array.from({ length: 20 }, () => elapsed(judged));
  const intervals = judged().metrics.map(({ interval }) => elapsed(interval));
  return { first, later: Math.min(...later), interval: Math.min(...intervals) };
}

function elapsed(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
