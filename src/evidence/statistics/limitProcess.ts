import type { Sums } from '../blocks.js';
import { logMeanExp } from './logMeanExp.js';
import { mostAtStake, psi, squaresAbout } from './meanBet.js';
import { inside, Running, variancePrior } from './runningEstimates.js';

/** The gaps, in tenths of the way from the limit to the end of the range. */
const tenths = [1, 2, 4, 8];

/**
 * Evidence that one arm is beyond an absolute limit, whatever the other does. Values, limit and means are scaled to [0, 1].
 * Where the mean of the units of every block is within the limit, the chance that it ever reaches 1/α is at most α.
 */
export class LimitProcess {
  private readonly bets: readonly { readonly gap: number; log: number }[];
  private readonly limit: number;
  private readonly running: Running;

  /** @param side 1 where the limit must not be exceeded, −1 where it must not be fallen short of */
  constructor(
    private readonly is: 'rate' | 'mean',
    limit: number,
    private readonly side: 1 | -1,
  ) {
    this.limit = inside(limit);
    const room = side === 1 ? 1 - this.limit : this.limit;
    this.bets = tenths.map((tenth) => ({ gap: (tenth * room) / 10, log: 0 }));
    this.running = new Running(variancePrior(this.limit));
  }

  add({ units }: { readonly units: Sums }): void {
    for (const bet of this.bets) {
      bet.log += this.is === 'rate' ? this.rate(units, bet.gap) : this.mean(units, bet.gap);
    }
    this.running.add(units);
  }

  /** ln of the evidence so far; 0 before the first unit. */
  get log(): number {
    return logMeanExp(this.bets);
  }

  /** The likelihood ratio of a rate that is `gap` beyond the limit. */
  private rate({ n, sum }: Sums, gap: number): number {
    const beyond = this.limit + this.side * gap;
    return sum * Math.log(beyond / this.limit) + (n - sum) * Math.log((1 - beyond) / (1 - this.limit));
  }

  /**
   * The bet of `meanBet` with one arm: z = λ (y − limit), λ = gap/(variance + gap²), which is best where the mean is `gap`
   * beyond the limit, and no larger than that a unit can lose half.
   */
  private mean(units: Sums, gap: number): number {
    const { limit, side } = this;
    const room = side === 1 ? limit : 1 - limit;
    const stake = Math.min(gap / (this.running.variance() + gap * gap), mostAtStake / room);
    const won = side * stake * (units.sum - units.n * limit);
    return won - psi(stake * room) * stake * stake * squaresAbout(units, limit);
  }
}
