import { compared, sequenceHalfwidth } from '../../../bench/gates/rivals.js';
import { wilson } from '../../../bench/gates/wilson.js';
import { closeTo } from './closeTo.js';

describe('statistics: what the bench compares with', () => {
  it('is the asymptotic sequence of GrowthBook', () => {
    // growthbook/growthbook@8f1db445, packages/stats/tests/frequentist/test_tests.py: one-sided, greater, absolute.
    const baseline = { n: 3000, sum: 1396.87, sumOfSquares: 52_377.9767 };
    const candidate = { n: 3461, sum: 2422.7, sumOfSquares: 134_698.29 };
    const { excess, variance } = compared({ candidate, baseline }, { slope: 1, offset: 0, side: 1 });
    closeTo(excess, 0.23437666666666668);
    closeTo(excess - sequenceHalfwidth(variance, 6461, 0.05), -0.12656844172804982);
  });

  it('comes with the interval of Wilson', () => {
    // Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I: 81 of 263.
    const [low, high] = wilson(81, 263);
    closeTo(low, 0.2553, 5e-5);
    closeTo(high, 0.3662, 5e-5);
  });
});
