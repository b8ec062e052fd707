import { choose, chosenRows, firstChoice } from '../../src/editor/evaluation/caseChoice.js';
import { caseRow, casesOf } from '../../src/editor/evaluation/caseRows.js';
import { caseRowHtml, countsOf } from '../../src/editor/evaluation/caseTableHtml.js';
import { evaluationHtml } from '../../src/editor/evaluation/evaluationHtml.js';
import type { EvaluationRun } from '../../src/evaluation/caseResult.js';
import { markdown } from '../../src/evaluation/reports/markdown.js';
import { caseOf, contains, evaluationOf } from '../unit/evaluation/evaluationFixture.js';
import type { BenchResult } from './benchResult.js';
import { median } from './median.js';

const count = 10_000;
const checks = 5;
const rounds = 20;

/** What the page of an evaluation of many cases holds the extension host for, at a stretch. */
export function bench(): Promise<BenchResult[]> {
  const evaluation = evaluationOf(run(5), run(4));
  const names = { prompt: 'reply', candidate: 'v2', baseline: 'v1' };
  const unread = casesOf(evaluation);
  const read = unread.slice(0, 500);
  const readTimes = computing(() => read.map(caseRow));
  const rows = unread.map(caseRow);
  const some = rows.slice(0, 50);
  const drawTimes = computing(() => some.map((row) => caseRowHtml(row, undefined)));
  const drawn = rows.slice(0, firstChoice.most).map((row) => caseRowHtml(row, undefined));
  const page = (): string =>
    evaluationHtml({
      ...{ prompt: 'reply', when: '', isRunning: false, choice: firstChoice, chosen: rows.length, drawn },
      ...{ counts: countsOf(rows), shown: { evaluation, names, isStale: false } },
    }).text;
  const choices: readonly (readonly [string, string])[] = [
    ['filter', 'refund'],
    ['sort', 'id'],
    ['sort', 'score'],
  ];
  const of = `${count.toLocaleString('en')} cases with ${checks} checks each`;
  return Promise.resolve([
    ...results(`${of}: ${read.length} rows made ready`, readTimes),
    ...choices.flatMap(([action, value]) => {
      const times = computing(() => chosenRows(rows, choose(firstChoice, action, value)));
      return results(`${of}: ${action} ${value}`, times);
    }),
    ...results(`${of}: ${some.length} rows drawn`, drawTimes),
    ...results(`${of}: the page around ${drawn.length} rows`, computing(page)),
    ...results(
      `${of}: the report in Markdown`,
      computing(() => markdown(evaluation, names)),
    ),
    { name: `${of}: the page as it is sent`, value: page().length / 1024, unit: 'KB', limit: 250 },
  ]);
}

function results(of: string, times: readonly number[]): BenchResult[] {
  return [
    { name: `${of}, median`, value: median(times), unit: 'ms' },
    { name: `${of}, the slowest (target 50 ms)`, value: Math.max(...times), unit: 'ms' },
  ];
}

/** How long something computes each time, in milliseconds; what else the machine does is not in it. */
function computing(work: () => unknown): readonly number[] {
  return Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
}

/** @param failing every so manieth case fails */
function run(failing: number): EvaluationRun {
  const results = Array.from({ length: count }, (_, at) => {
    const fails = at % failing === 0;
    const grades = Array.from({ length: checks }, (_, check) => ({
      verdict: fails && check < 2 ? ('fail' as const) : ('pass' as const),
      score: fails ? 0 : 1,
      reason: `The output ${fails ? 'does not contain' : 'contains'} "the refund policy that applies, number ${check}".`,
      assertion: contains,
    }));
    return {
      case: caseOf(`case-${(at * 7919) % count}-where-is-my-parcel`, {
        tags: [`tag-${at % 40}`, at % 3 ? 'refund' : 'tone'],
      }),
      status: fails ? ('failed' as const) : ('passed' as const),
      score: fails ? 0.6 : 1,
      messages: [],
      samples: [{ output: { text: 'Your parcel is on its way. '.repeat(10) }, grades }],
    };
  });
  return { live: false, results };
}
