import { reportHtmlParts } from '../../src/rollout/report/reportHtml.js';
import { reportSteps, type Report } from '../../src/rollout/report/report.js';
import { advance, began, inputOf, logOf, start, strategyText } from '../unit/rollout/report/reportFixture.js';
import type { BenchResult } from './benchResult.js';
import { median } from './median.js';

const blocks = 100_000;
const rounds = 5;

/** What the report of a long rollout holds the extension host for, at a stretch. */
export function bench(): Promise<BenchResult[]> {
  const log = logOf([
    { minutes: 0, did: start(strategyText.replace('block: 15m', 'block: 10s')) },
    { minutes: 60, did: advance(1) },
  ]);
  const input = inputOf(log, began + blocks * 10_000, { units: 40, locales: ['de', 'en', 'fr'] });
  const of = `the report of ${blocks.toLocaleString('en')} blocks with ${input.rollout.strategy.metrics.length} metrics`;
  const longest: number[] = [];
  const whole: number[] = [];
  let kilobytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const times: number[] = [];
    const timed = <T>(work: () => T): T => {
      const before = performance.now();
      const made = work();
      times.push(performance.now() - before);
      return made;
    };
    const steps = reportSteps(input);
    let report: Report | undefined;
    while (!report) {
      const step = timed(() => steps.next());
      if (step.done) report = step.value;
    }
    const drawn = reportHtmlParts(report).map((draw) => timed(() => draw().text.length));
    kilobytes = drawn.reduce((sum, length) => sum + length, 0) / 1024;
    longest.push(Math.max(...times));
    whole.push(times.reduce((sum, time) => sum + time, 0));
  }
  return Promise.resolve([
    { name: `${of}: the longest step, median (target 50 ms)`, value: median(longest), unit: 'ms' },
    { name: `${of}: all steps, median`, value: median(whole), unit: 'ms' },
    { name: `${of}: the page as it is sent`, value: kilobytes, unit: 'KB', limit: 600 },
  ]);
}
