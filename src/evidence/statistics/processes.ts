import { BlockProcess } from './blockProcess.js';
import type { Criterion } from './criterion.js';
import { gapFactors } from './gaps.js';
import { gapUnit, harmBeyond, proofWithin, worseSide, type Hypothesis } from './hypothesis.js';
import { LimitProcess } from './limitProcess.js';
import { meanBet } from './meanBet.js';
import { rateBet } from './rateBet.js';
import { Scale } from './scale.js';

/** Evidence that a guardrail got worse by more than its margin, over all units or within one segment. */
export function harmProcess(criterion: Criterion, among: 'all' | 'segment'): BlockProcess {
  return processFor(criterion, harmBeyond(criterion), among === 'all' ? gapFactors.harm : gapFactors.harmInSegment);
}

/** Evidence that a guardrail did not get worse by its margin, or that a success metric reached its goal. */
export function proofProcess(criterion: Criterion): BlockProcess {
  return processFor(criterion, proofWithin(criterion), gapFactors.proof);
}

/** Evidence that the candidate lies beyond a line, with the bets of harm on the worse side of it, of proof on the other. */
export function processBeyond(criterion: Criterion, hypothesis: Hypothesis): BlockProcess {
  const { harm, proof } = gapFactors;
  return processFor(criterion, hypothesis, hypothesis.side === worseSide(criterion) ? harm : proof);
}

/** Evidence that the candidate is beyond an absolute limit, in the metric's unit. */
export function limitProcess(criterion: Criterion, limit: number): LimitProcess {
  return new LimitProcess(criterion.is, new Scale(criterion).value(limit), worseSide(criterion));
}

function processFor(criterion: Criterion, hypothesis: Hypothesis, factors: readonly number[]): BlockProcess {
  const unit = gapUnit(criterion);
  const gaps = factors.map((factor) => factor * unit);
  const bet = criterion.is === 'rate' ? rateBet : meanBet;
  return new BlockProcess(bet, hypothesis, new Scale(criterion).value(criterion.expect), gaps);
}
