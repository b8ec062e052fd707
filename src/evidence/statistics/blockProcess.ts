import { logMeanExp } from './logMeanExp.js';
import type { Hypothesis } from './hypothesis.js';
import { RunningEstimates, type Estimates } from './runningEstimates.js';
import type { Window } from './windows.js';

/**
 * ln e of one window, whose values are scaled to [0, 1], for a candidate that lies `gap` (> 0) beyond the line of the null.
 * The expectation of e is at most 1 whenever the means in the window lie on the line or on its other side.
 */
export type Bet = (window: Window, known: Estimates, hypothesis: Hypothesis, gap: number) => number;

/**
 * Evidence for a hypothesis about two arms, over windows in the order of time: the mean, over several gaps, of the product of
 * e-values. Where the null holds in every window, the chance that it ever reaches 1/α is at most α, however often one looks,
 * whenever one stops, and however shares of the traffic and base rates move from window to window (Ville's inequality).
 */
export class BlockProcess {
  private readonly bets: readonly { readonly gap: number; log: number }[];
  private readonly known: RunningEstimates;

  /** @param expect mean of the baseline, 0–1 @param gaps scaled, > 0 */
  constructor(
    private readonly bet: Bet,
    private readonly hypothesis: Hypothesis,
    expect: number,
    gaps: readonly number[],
  ) {
    this.bets = gaps.map((gap) => ({ gap, log: 0 }));
    this.known = new RunningEstimates(expect);
  }

  /** @param window its values scaled to [0, 1] */
  add(window: Window): void {
    for (const bet of this.bets) bet.log += this.bet(window, this.known, this.hypothesis, bet.gap);
    this.known.add(window);
  }

  /** ln of the evidence so far; 0 before the first window. */
  get log(): number {
    return logMeanExp(this.bets);
  }
}
