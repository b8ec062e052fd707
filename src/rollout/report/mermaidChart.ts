import type { Point } from './points.js';
import type { Report } from './report.js';

/** More bars than this run into each other. */
const most = 40;
const [minute, hour] = [60_000, 3_600_000];

/**
 * The split and the evidence toward a rollback as a chart that Mermaid draws (https://mermaid.js.org/syntax/xyChart): it has
 * no legend, so the words before it say what is what. Nothing in it comes from outside.
 * @returns paragraphs of Markdown
 */
export function mermaidChart({ shares, rollback, from, to, at }: Report): readonly string[] {
  const span = Math.min(at, to) - from;
  const times = Array.from({ length: most }, (_, index) => from + (span * index) / (most - 1));
  const [unit, length] = span < 3 * hour ? ['minutes', minute] : ['hours', hour];
  const series = (points: readonly Point[]): string => times.map((time) => percentAt(points, time)).join(', ');
  const chart = [
    '```mermaid',
    'xychart-beta',
    '  title "Split and evidence, in percent"',
    `  x-axis "${unit} since the start" 0 --> ${Math.max(0.01, round(span / length))}`,
    '  y-axis "percent" 0 --> 100',
    `  bar [${series(shares[0].points)}]`,
    ...(rollback ? [`  line [${series(rollback)}]`] : []),
    '```',
  ];
  const line = rollback ? ' Line: evidence toward a rollback; at 100 % it is enough.' : '';
  return [`Bars: the candidate's share of the traffic.${line}`, chart.join('\n')];
}

/** Each value holds until the next. */
function percentAt(points: readonly Point[], time: number): number {
  return round(100 * (points.findLast(({ at }) => at <= time)?.value ?? 0));
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
