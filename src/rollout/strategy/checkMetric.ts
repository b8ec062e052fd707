import type { Findings } from '../../prompts/findings.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import type { Margin, Metric } from './strategy.js';
import { plain } from './units.js';

/** Whether the numbers of a metric fit together. */
export function checkMetric(metric: Metric, findings: Findings): void {
  const { name, expect, limit, margin, goal } = metric;
  const at = (key: string): YamlPath => ['metrics', name, key];
  const shown = (value: number) => (metric.is === 'rate' ? `${plain(value * 100)}%` : plain(value));

  if (metric.is === 'mean' && metric.range && metric.range[0] >= metric.range[1]) {
    findings.error('empty-range', { value: at('range') }, '`range` goes from the lowest to the highest value.');
    return;
  }
  const [low, high] = boundsOf(metric);
  const bounds = `${shown(low)} to ${shown(high)}`;
  if (expect < low || expect > high) {
    findings.error('expect-outside', { value: at('expect') }, `\`expect\` is ${shown(expect)}, outside of ${bounds}.`);
    return;
  }

  const up = worseIsHigher(metric) ? 1 : -1;
  if (limit !== undefined) {
    if (limit < low || limit > high) {
      const message = `\`limit\` is ${shown(limit)}, outside of ${bounds}, so it could never be broken.`;
      findings.error('limit-outside', { value: at('limit') }, message);
    } else if ((limit - expect) * up <= 0) {
      const message = `\`limit\` is ${shown(limit)}, but ${shown(expect)} is expected: it would be broken from the start.`;
      findings.error('limit-tight', { value: at('limit') }, message);
    }
  }

  for (const [key, amount, direction] of [
    ['margin', margin, up],
    ['goal', goal, -up],
  ] as const) {
    if (!amount) continue;
    const distance = 'absolute' in amount ? amount.absolute : amount.relative * Math.abs(expect);
    if (distance === 0) {
      const message = `\`${key}\` is a share of the baseline, but ${shown(0)} is expected. Write an absolute amount.`;
      findings.error('margin-of-nothing', { value: at(key) }, message);
    } else if (expect + direction * distance > high || expect + direction * distance < low) {
      const message = `\`${key}\` leads from the expected ${shown(expect)} to outside of ${bounds}, where no value can be.`;
      findings.error('margin-outside', { value: at(key) }, message);
    } else if (metric.is === 'rate' && isMistakable(amount)) {
      const points = plain(amount.relative * 100);
      const message = `\`${key}: ${points}%\` is a share of the baseline, ${plain(distance * 100)} percentage points here. Is ${points}pp (absolute) meant, or 10% (of the baseline) or more?`;
      findings.warning('margin-unit', { value: at(key) }, message, `${points}pp`);
    }
  }
}

/** A share of the baseline so small that percentage points are meant more likely. */
function isMistakable(amount: Margin): amount is { readonly relative: number } {
  return 'relative' in amount && amount.relative < 0.1;
}

/** The lowest and the highest value that a metric can have. */
export function boundsOf(metric: Metric): readonly [number, number] {
  if (metric.is === 'rate') return [0, 1];
  return metric.range ?? [0, metric.cap ?? Infinity];
}

/** Whether a metric gets worse as its number rises. */
export function worseIsHigher(metric: Metric): boolean {
  return metric.is === 'rate' ? metric.outcome?.when !== 'good' : metric.worse === 'higher';
}
