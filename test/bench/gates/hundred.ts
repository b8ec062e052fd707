import type { Criterion } from '../../../src/evidence/statistics/criterion.js';
import { judge } from '../../../src/evidence/statistics/judge.js';
import { costs, costCap } from './costs.js';
import { random } from './random.js';
import { attribute, drawn, ones, simulate, type Traffic } from './simulate.js';

const common = { role: 'guardrail', worse: 'higher', segments: [], settle: 0 } as const;
const rate = { ...common, is: 'rate', bounds: [0, 1] } as const;

/** The metrics of the example's strategy. */
const criteria: readonly Criterion[] = [
  { ...rate, name: 'tool_errors', expect: 0.04, by: { absolute: 0.01 }, limit: 0.15, segments: [attribute] },
  { ...rate, name: 'refusals', expect: 0.02, by: { absolute: 0.01 } },
  { ...rate, name: 'escalations', expect: 0.06, by: { absolute: 0.02 }, settle: 2 },
  { ...rate, name: 'slow', expect: 0.05, by: { absolute: 0.02 } },
  { ...common, name: 'cost', is: 'mean', bounds: [0, costCap], expect: 0.02, by: { relative: 0.1 } },
  { ...common, name: 'quality', is: 'mean', worse: 'lower', bounds: [1, 5], expect: 4.1, by: { absolute: 0.1 } },
  { ...rate, name: 'resolved', role: 'success', worse: 'lower', expect: 0.71, by: { absolute: 0.02 } },
];

const table = costs(0.02);
const scores = Float64Array.from([1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 5, 5, 4]);
/** A quarter of the rollout on 5 %, a quarter on 25 %, the rest on 50 %. */
const shareAt = [0.05, 0.25, 0.5, 0.5];

const traffic: Traffic = {
  blocks: 288,
  units: 400,
  segments: [0.5, 0.3, 0.15, 0.05],
  share: (block) => shareAt[Math.floor((block * 4) / 288)]!,
  draw: (_, n, block, next) => {
    // By day there are more errors than by night.
    const errors = 0.04 + 0.015 * Math.sin((2 * Math.PI * block) / 96);
    return {
      tool_errors: ones(n, errors, next),
      refusals: ones(n, 0.02, next),
      escalations: ones(n, 0.06, next),
      slow: ones(n, 0.05, next),
      cost: drawn(n, table, next),
      quality: drawn(n, scores, next),
      resolved: ones(n, 0.71, next),
    };
  },
};

const splits = shareAt.slice(0, 3).map((share, stage) => ({
  share,
  from: stage * 72,
  until: stage === 2 ? 288 : (stage + 1) * 72,
}));

/**
 * Rollouts of the example's strategy without any real difference, three days long, looked at after every block: how many are
 * rolled back, held for a mismatch, promoted.
 */
export function rolloutsWithoutDifference(
  runs: number,
  seed: number,
): {
  readonly rolledBack: number;
  readonly mismatches: number;
  readonly proven: number;
} {
  const next = random(seed);
  const said = { rolledBack: 0, mismatches: 0, proven: 0 };
  for (let run = 0; run < runs; run++) {
    const judgement = judge({
      criteria,
      ...simulate(traffic, next),
      splits,
      mixed: 0,
      risk: { rollback: 0.05, promote: 0.05 },
      block: 1,
      now: Infinity,
    });
    said.rolledBack += Number(judgement.rollback.culprit !== undefined);
    said.mismatches += Number(judgement.ratio.isMismatch);
    said.proven += Number(judgement.proven);
  }
  return said;
}
