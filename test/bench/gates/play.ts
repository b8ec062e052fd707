import type { BlocksByArm, Sums } from '../../../src/evidence/blocks.js';
import { harmBeyond, proofWithin, type Hypothesis } from '../../../src/evidence/statistics/hypothesis.js';
import { judge } from '../../../src/evidence/statistics/judge.js';
import { Scale } from '../../../src/evidence/statistics/scale.js';
import { firstCrossing } from '../../../src/evidence/statistics/track.js';
import { plus } from '../../../src/evidence/statistics/windows.js';
import { random } from './random.js';
import type { Look, Rival } from './rivals.js';
import type { Scenario } from './scenarios.js';
import { simulate, type Simulated } from './simulate.js';

/** In how many rollouts somebody decided, and after how many units of the candidate. */
export interface Decided {
  readonly runs: number;
  readonly count: number;
  /** Of those in which somebody did. */
  readonly units: readonly number[];
}

/** What each way of deciding made of the same rollouts. */
export interface Played {
  readonly ours: { readonly rollback: Decided; readonly proof: Decided };
  readonly rivals: readonly { readonly rollback: Decided; readonly proof: Decided }[];
}

/**
 * Simulates rollouts, looked at after every block.
 * @param among what a rival tests each on its own, calling any of it harm: the metrics, or the overall metric and its segments
 */
export function play(
  scenario: Scenario,
  runs: number,
  seed: number,
  rivals: readonly Rival[] = [],
  among: 'metrics' | 'segments' = 'metrics',
): Played {
  const next = random(seed);
  const deciders = [undefined, ...rivals].map(() => ({ rollback: [] as number[], proof: [] as number[] }));
  for (let run = 0; run < runs; run++) {
    const simulated = simulate(scenario.traffic, next);
    const units = unitsAt(simulated);
    const [own, ...others] = deciders;
    const { rollback, proof } = ourDecisions(scenario, simulated);
    if (rollback !== undefined) own!.rollback.push(units[rollback]!);
    if (proof !== undefined) own!.proof.push(units[proof]!);
    if (rivals.length === 0) continue;
    const looks = looksOf(scenario, simulated, among);
    rivals.forEach((rival, at) => {
      const harms = looks.map(({ series, harm }) => rival(series, harm));
      const proofs = looks.map(({ series, within }) => rival(series, within));
      const harmed = Math.min(...harms.map((look) => look ?? Infinity));
      const proven = Math.max(...proofs.map((look) => look ?? Infinity));
      if (harmed < Infinity) others[at]!.rollback.push(units[harmed]!);
      if (proven < Infinity) others[at]!.proof.push(units[proven]!);
    });
  }
  const [ours, ...others] = deciders.map(({ rollback, proof }) => ({
    rollback: { runs, count: rollback.length, units: rollback },
    proof: { runs, count: proof.length, units: proof },
  }));
  return { ours: ours!, rivals: others };
}

/** The block at whose end we would first roll back, and the one at whose end every guardrail is first proven. */
function ourDecisions(
  { criteria }: Pick<Scenario, 'criteria'>,
  { blocks, segments }: Simulated,
): { readonly rollback: number | undefined; readonly proof: number | undefined } {
  const judgement = judge({
    criteria,
    blocks,
    segments,
    splits: [],
    mixed: 0,
    risk: { rollback: 0.05, promote: 0.05 },
    block: 1,
    now: Infinity,
  });
  const { rollback, metrics } = judgement;
  const proofs = metrics.map(({ proof }) => firstCrossing(proof.track, proof.threshold) ?? Infinity);
  const proof = Math.max(...proofs);
  return {
    rollback: firstCrossing(rollback.track, rollback.threshold),
    proof: proof < Infinity ? proof : undefined,
  };
}

/** Units of the candidate so far, after each block. */
function unitsAt({ blocks }: Simulated): number[] {
  let sum = 0;
  return blocks.candidate.map(({ units }) => (sum += units));
}

interface Looks {
  readonly series: readonly Look[];
  readonly harm: Hypothesis;
  readonly within: Hypothesis;
}

function looksOf(scenario: Scenario, simulated: Simulated, among: 'metrics' | 'segments'): Looks[] {
  const groups =
    among === 'segments' ? [simulated.blocks, ...simulated.segments.map(({ blocks }) => blocks)] : [simulated.blocks];
  return scenario.criteria.flatMap((criterion) => {
    const scale = new Scale(criterion);
    const hypotheses = { harm: harmBeyond(criterion), within: proofWithin(criterion) };
    return groups.map((blocks) => ({ series: totals(blocks, criterion.name, scale, scenario), ...hypotheses }));
  });
}

function totals(
  blocks: Pick<BlocksByArm, 'candidate' | 'baseline'>,
  metric: string,
  scale: Scale,
  { traffic }: Pick<Scenario, 'traffic'>,
): Look[] {
  const after = (arm: 'candidate' | 'baseline'): Sums[] => {
    const byIndex = new Map(blocks[arm].map((block) => [block.index, block.metrics[metric]]));
    let sums: Sums = { n: 0, sum: 0, sumOfSquares: 0 };
    return Array.from({ length: traffic.blocks }, (_, index) => {
      const own = byIndex.get(index);
      if (own) sums = plus(sums, scale.sums(own));
      return sums;
    });
  };
  const [candidate, baseline] = [after('candidate'), after('baseline')];
  return candidate.map((sums, index) => ({ candidate: sums, baseline: baseline[index]! }));
}
