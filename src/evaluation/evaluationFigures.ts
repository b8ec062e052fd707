import type { Means } from './comparison/compareRuns.js';
import type { Evaluation } from './evaluation.js';
import { percent, scoreDeltaWords } from './evaluationWords.js';

/** What the versions come to in one respect, as people read it. */
export interface Figure {
  readonly name: string;
  readonly baseline?: string;
  readonly candidate?: string;
  /** Candidate minus baseline. */
  readonly difference?: string;
}

/** What is known of passes, score, tokens, cost and latency; latency only where both runs were live. */
export function figuresOf({ summary, before, comparison }: Evaluation): readonly Figure[] {
  const passed = ({ passed, cases }: Evaluation['summary']): string => `${passed} of ${cases}`;
  const delta = scoreDeltaWords({ ...(comparison && { comparison }) });
  const figures: readonly Figure[] = [
    {
      name: 'passed',
      ...(before && { baseline: passed(before), difference: signed(summary.passed - before.passed) }),
      candidate: passed(summary),
    },
    {
      name: 'score',
      ...(before?.score !== undefined && { baseline: percent(before.score) }),
      ...(summary.score !== undefined && { candidate: percent(summary.score) }),
      ...(delta !== undefined && { difference: delta }),
    },
    meanFigure('tokens, mean', comparison?.tokens, (value) => value.toFixed(0)),
    meanFigure('cost, mean', comparison?.cost, (value) => `$${value.toPrecision(3)}`),
    meanFigure('latency, mean', comparison?.latency, (value) => `${value.toFixed(0)} ms`),
  ];
  return figures.filter(({ baseline, candidate }) => baseline !== undefined || candidate !== undefined);
}

function meanFigure(name: string, { baseline, candidate }: Means = {}, words: (value: number) => string): Figure {
  return {
    name,
    ...(baseline !== undefined && { baseline: words(baseline) }),
    ...(candidate !== undefined && { candidate: words(candidate) }),
    ...(baseline &&
      candidate !== undefined && { difference: `${signed(Math.round((candidate / baseline - 1) * 100))} %` }),
  };
}

/** `+12`, `−3`, `±0` */
function signed(number: number): string {
  return `${number > 0 ? '+' : number < 0 ? '−' : '±'}${Math.abs(number)}`;
}
