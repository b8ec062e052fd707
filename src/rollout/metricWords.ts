import type { Interval } from '../evidence/statistics/interval.js';
import type { Margin, Metric } from './strategy/strategy.js';

/** A rate as `4.1 %`, a mean with three significant digits. */
export function valueWords({ is }: Pick<Metric, 'is'>, value: number): string {
  return is === 'rate' ? `${(value * 100).toFixed(1)} %` : String(Number(value.toPrecision(3)));
}

/** How far a metric may move, or should: `1 point`, `0.1`, `10 % of the baseline`. */
export function amountWords({ is }: Pick<Metric, 'is'>, margin: Margin): string {
  if ('relative' in margin) return `${Number((margin.relative * 100).toPrecision(6))} % of the baseline`;
  if (is === 'mean') return String(margin.absolute);
  const points = Number((margin.absolute * 100).toPrecision(6));
  return `${points} ${points === 1 ? 'point' : 'points'}`;
}

/** What a strategy asks of a metric: `must not get worse by more than 1 point, and must not pass 15.0 %`. */
export function promiseWords(metric: Metric): string {
  const { role, margin, goal, limit } = metric;
  const by = role === 'success' ? goal : margin;
  const asked = role === 'success' ? 'should get better by' : 'must not get worse by more than';
  return [
    by ? `${asked} ${amountWords(metric, by)}` : 'is only watched',
    ...(limit === undefined ? [] : [`must not pass ${valueWords(metric, limit)}`]),
  ].join(', and ');
}

/** Between which values the truth lies: `+3.2 to +12.8 points`, `0.98 to 1.21 times the baseline`. */
export function intervalWords({ is }: Pick<Metric, 'is'>, { is: kind, low, high }: Interval): string {
  if (kind === 'ratio') {
    const most = high === Infinity ? '∞' : high.toFixed(2);
    return `${low.toFixed(2)} to ${most} times the baseline`;
  }
  if (is === 'rate') return `${signed((low * 100).toFixed(1))} to ${signed((high * 100).toFixed(1))} points`;
  return `${signed(String(Number(low.toPrecision(2))))} to ${signed(String(Number(high.toPrecision(2))))}`;
}

function signed(number: string): string {
  return number.startsWith('-') ? number.replace('-', '−') : `+${number}`;
}
