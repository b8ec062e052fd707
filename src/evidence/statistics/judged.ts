import type { Counted } from './counted.js';
import type { Interval } from './interval.js';
import { judge } from './judge.js';
import type { Judgement, MetricJudgement } from './judgement.js';

export interface JudgedMetric extends Omit<MetricJudgement, 'interval'> {
  /** Absent while there is nothing to compare. */
  readonly interval?: Interval;
}

/** A judgement with its intervals computed: it can leave the thread that it was made in. */
export interface Judged extends Omit<Judgement, 'metrics'> {
  readonly metrics: readonly JudgedMetric[];
}

/** Judges everything that was counted so far, as `judge` does. Takes tens of milliseconds: do it in a thread where people wait. */
export function judged(counted: Counted): Judged {
  const judgement = judge(counted);
  const metrics = judgement.metrics.map(({ interval: find, ...metric }): JudgedMetric => {
    const interval = find();
    return { ...metric, ...(interval && { interval }) };
  });
  return { ...judgement, metrics };
}
