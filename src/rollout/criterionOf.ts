import type { Criterion } from '../evidence/statistics/criterion.js';
import { boundsOf, worseIsHigher } from './strategy/checkMetric.js';
import type { Metric } from './strategy/strategy.js';

/**
 * A strategy's metric as statistics judge it. The rate of a good outcome counts the good ones, and is worse when lower.
 * A strategy file must say how far a metric may move; where an old one does not, the metric may move anywhere.
 */
export function criterionOf(metric: Metric): Criterion {
  const { name, role, is, expect, limit, margin, goal, segments, settle } = metric;
  const [low, high] = boundsOf(metric);
  return {
    name,
    role,
    is,
    worse: worseIsHigher(metric) ? 'higher' : 'lower',
    bounds: [low, high],
    expect,
    by: (role === 'guardrail' ? margin : goal) ?? { absolute: high - low },
    ...(limit !== undefined && { limit }),
    segments,
    settle,
  };
}
