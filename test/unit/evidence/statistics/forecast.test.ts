import assert from 'node:assert/strict';
import {
  marginToProve,
  mildestCaught,
  shareToProve,
  unitsToCatch,
  unitsToProve,
} from '../../../../src/evidence/statistics/forecast.js';
import { closeTo } from './closeTo.js';
import { errors, quality, resolved } from './judgeFixture.js';

const prospect = { criterion: errors, share: 0.05, chance: 0.05 };

describe('statistics: a forecast', () => {
  it('needs the units that the reference names: 3,800 to prove, 570 to catch 8 %, 123 to catch 12 %', () => {
    closeTo(unitsToProve(prospect, 0.04), 3800, 50);
    closeTo(unitsToCatch(prospect, 0.08), 570, 1);
    closeTo(unitsToCatch(prospect, 0.12), 123, 0.5);
  });

  it('needs more where the budget is shared, and cannot decide what is at the margin or has no baseline', () => {
    const third = { ...prospect, chance: 0.05 / 3 };
    closeTo(unitsToCatch(third, 0.08) / unitsToCatch(prospect, 0.08), Math.log(240) / Math.log(80));
    assert.equal(unitsToCatch(prospect, 0.05), Infinity);
    assert.equal(unitsToProve(prospect, 0.06), Infinity);
    assert.equal(unitsToProve({ ...prospect, share: 1 }, 0.04), Infinity);
    assert.equal(unitsToProve({ ...prospect, share: 0 }, 0.04), Infinity);
  });

  it('finds the mildest harm that so many units catch', () => {
    const caught = mildestCaught(prospect, 570);
    closeTo(caught, 0.08, 1e-3);
    assert.equal(mildestCaught(prospect, 1), undefined);
    const low = mildestCaught({ criterion: quality, share: 0.5, chance: 0.05, variance: 0.64 }, 2000);
    assert.ok(low !== undefined && low > 3.8 && low < 4, String(low));
  });

  it('suggests a share or a margin that can decide within so many units', () => {
    const share = shareToProve(prospect, 0.04, 40_000)!;
    assert.ok(share > 0.05 && share < 0.5);
    closeTo(unitsToProve({ ...prospect, share }, 0.04) / share, 40_000, 1);
    assert.equal(shareToProve(prospect, 0.04, 1000), undefined);
    const margin = marginToProve(prospect, 20_000);
    assert.ok(margin && 'absolute' in margin && margin.absolute > 0.015 && margin.absolute < 0.025);
    const relative = marginToProve({ ...prospect, criterion: { ...errors, by: { relative: 0.1 } } }, 20_000);
    assert.ok(relative && 'relative' in relative);
    closeTo(relative.relative * 0.04, margin.absolute, 2e-3);
    assert.equal(marginToProve({ ...prospect, share: 0.001 }, 500), undefined);
  });

  it('is a number also where nothing bad is expected, and where a mean moves far', () => {
    const spotless = { ...prospect, criterion: { ...errors, expect: 0 } };
    const proof = unitsToProve(spotless, 0);
    assert.ok(proof > 300 && proof < 500, String(proof));
    assert.ok(marginToProve(spotless, 5000));
    const means = { criterion: quality, share: 0.05, chance: 0.05 / 7 };
    assert.ok(unitsToCatch(means, 1) <= unitsToCatch(means, 2) && unitsToCatch(means, 2) < unitsToCatch(means, 3.8));
    assert.ok(mildestCaught(means, 400)! > 3.8);
  });

  it('knows of means that a smaller spread decides sooner, and of goals that more than the goal is needed', () => {
    const mean = (variance: number) => unitsToProve({ criterion: quality, share: 0.5, chance: 0.05, variance }, 4.1);
    assert.ok(mean(0.25) < mean(1) && mean(1) < 5000);
    const goal = { criterion: resolved, share: 0.5, chance: 0.05 };
    assert.equal(unitsToProve(goal, 0.73), Infinity);
    assert.ok(unitsToProve(goal, 0.77) < 3000);
  });
});
