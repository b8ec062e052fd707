import { formatDuration } from '../../prompts/duration.js';
import type { Html } from '../../prompts/html.js';
import type { Arm } from '../../evidence/arm.js';
import { valueWords } from '../metricWords.js';
import type { Metric } from '../strategy/strategy.js';
import { emptyFigureHtml } from './charts/figure.js';
import { laneChart } from './charts/laneChart.js';
import { lineChart, type ChartLine, type Level, type LineChart } from './charts/lineChart.js';
import { ticksOf } from './charts/plot.js';
import type { MetricReport, WayName } from './metricReport.js';
import type { Point } from './points.js';
import type { Report } from './report.js';
import { count } from './reportWords.js';
import { verdictOf } from './verdictOf.js';

/** What all charts of a report have in common. */
function commonOf({ from, to, marks, setAside }: Report): Pick<LineChart, 'axis' | 'marks' | 'shades'> {
  return { axis: { from, to }, marks, shades: setAside };
}

/** With room above 100 % for what stands there. */
const percents = {
  low: 0,
  high: 1.18,
  ticks: [0, 0.25, 0.5, 0.75, 1],
  axisWords: percentWords,
  pointWords: ({ value }: Point) => percentWords(value),
};

/** The candidate's share of the traffic, by stage. */
export function splitChart(report: Report): Html {
  const [all, ...segments] = report.shares;
  const lines = [
    { look: 'share', label: 'share of the candidate', points: all.points, isSteps: true as const },
    ...segments.map(({ segment = '', points }) => ({
      look: 'segment',
      label: `where ${segment}`,
      points,
      isSteps: true as const,
    })),
  ];
  const reached = report.stages.flatMap(({ name, from }) => (from === undefined ? [] : [{ at: from, words: name }]));
  const last = all.points.at(-1);
  return lineChart({
    ...commonOf(report),
    ...percents,
    shades: [],
    id: 'chart-split',
    title: 'Split by stage',
    says: `The candidate's share of the traffic over time, through the stages ${reached.map(({ words }) => words).join(', ')}; ${percentWords(last?.value ?? 0)} at the end.`,
    lines,
    names: [...reached].sort((a, b) => a.at - b.at),
  });
}

/** All evidence of harm together. */
export function rollbackChart(report: Report): Html {
  const { rollback = [], risk } = report;
  const id = 'chart-rollback';
  const title = 'Evidence toward a rollback, all metrics together';
  const last = rollback.at(-1);
  if (!last) return emptyFigureHtml({ id, title, says: 'No evidence yet.' });
  return lineChart({
    ...commonOf(report),
    ...percents,
    id,
    title,
    says: `Evidence of harm over time, of all metrics together: ${percentWords(last.value)} of what rolls back at the end.`,
    lines: [{ look: 'harm', label: 'harm', points: rollback, isSteps: true }],
    levels: [{ value: 1, label: `enough: rolls back, wrongly in ${percentWords(risk.each)} of rollouts at most` }],
  });
}

/** Who decided what, and when. */
export function decisionChart(report: Report): Html {
  const { axis, marks } = commonOf(report);
  const people = new Set(marks.filter(({ isRule }) => !isRule).map(({ who }) => who)).size;
  const says = `${count(marks.length)} decisions over time, by ${people === 1 ? 'one person' : `${people} people`} and by rules; they are listed below.`;
  return laneChart({ id: 'chart-decisions', title: 'Decisions and people', says, axis, marks });
}

const armLabels: Readonly<Record<Arm, string>> = {
  baseline: 'baseline',
  candidate: 'candidate',
  segment: 'candidate by segment rule',
};

/** Rate or mean of each arm. @param id tells the metric's charts from those of others */
export function valueChart(report: Report, found: MetricReport, id: string): Html {
  const { metric, lines } = found;
  const title = metric.is === 'rate' ? 'Rate per arm' : 'Mean per arm';
  if (lines.length === 0) return emptyFigureHtml({ id, title, says: emptyWords(report) });
  const band = metric.is === 'rate' ? "Wilson's interval" : '± 1.96 standard errors';
  const latest = lines.map(({ arm, points }) => `${armLabels[arm]} ${valueWords(metric, points.at(-1)?.value ?? 0)}`);
  const [low, high] = rangeOf(found);
  return lineChart({
    ...commonOf(report),
    id,
    title,
    says: `${metric.name} over time, as ${metric.is} per arm; at the end ${latest.join(', ')}.`,
    note: `Each point: the last ${formatDuration(report.lookBack)}. Band: 95 % for that point alone, ${band}.`,
    lines: lines.map(({ arm, points }): ChartLine => {
      // It is compared with nobody.
      const isBare = arm === 'segment' && ({ isBare: true } as const);
      return { look: arm, label: armLabels[arm], points, gap: report.lookBack, ...isBare };
    }),
    levels: limitLevel(metric, high),
    low,
    high,
    ticks: ticksOf(low, high, 4),
    axisWords: axisWordsOf(metric, low, high),
    pointWords: (point) => pointWords(metric, point),
  });
}

/** How far the evidence of one metric is. */
export function wayChart(report: Report, found: MetricReport, id: string): Html {
  const { metric, ways } = found;
  const title = 'Evidence';
  const drawn = ways.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return emptyFigureHtml({ id, title, says: emptyWords(report) });
  return lineChart({
    ...commonOf(report),
    ...percents,
    id,
    title,
    says: `Evidence on ${metric.name} over time; at the end ${drawn.map((way) => `${way.now} % of the way to ${wayLabels[way.name]}`).join(', ')}: ${verdictOf(found)}.`,
    lines: drawn.map(({ name, points }) => ({ look: name, label: `toward ${wayLabels[name]}`, points, isSteps: true })),
    levels: [{ value: 1, label: 'enough, by itself' }],
  });
}

const wayLabels: Readonly<Record<WayName, string>> = { harm: 'harm', limit: 'a broken limit', proof: 'proof' };

function emptyWords({ isLive, block }: Report): string {
  return isLive
    ? `Nothing to show yet: the first values come with the first block of ${formatDuration(block)} whose units are settled.`
    : 'There is nothing to show: no settled units were seen.';
}

/** So few units say little, and their bands would squeeze the rest. */
const fewUnits = 20;

/** The values of all lines, with the bands of compared arms where there are enough units; beyond it lines leave the plot. */
function rangeOf({ metric, lines }: MetricReport): readonly [low: number, high: number] {
  const all = lines.flatMap(({ arm, points }) => (arm === 'segment' ? points.map(withoutBand) : points));
  const telling = all.filter(({ units = 0 }) => units >= fewUnits);
  let [low, high] = [Infinity, -Infinity];
  for (const point of telling.length > 0 ? telling : all) {
    low = Math.min(low, point.low ?? point.value);
    high = Math.max(high, point.high ?? point.value);
  }
  const { limit } = metric;
  // Words stand above a limit.
  if (limit !== undefined && limit > high / 2 && limit <= 2 * high) high = Math.max(high, 1.12 * limit);
  // From 0 where that costs little of the height.
  if (low > 0 && low < 0.4 * high) low = 0;
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  const least = metric.is === 'rate' ? Math.max(0, low - room) : low - room;
  return [low === 0 ? 0 : least, high + room];
}

function withoutBand({ at, value, units }: Point): Point {
  return { at, value, ...(units !== undefined && { units }) };
}

function limitLevel(metric: Metric, high: number): readonly Level[] {
  const { limit } = metric;
  return limit === undefined || limit > high ? [] : [{ value: limit, label: `limit ${valueWords(metric, limit)}` }];
}

function axisWordsOf({ is }: Metric, low: number, high: number): (value: number) => string {
  if (is === 'mean') return (value) => String(Number(value.toPrecision(4)));
  const digits = high - low < 0.03 ? 1 : 0;
  return (value) => `${(value * 100).toFixed(digits)} %`;
}

function pointWords(metric: Metric, { value, low, high, units = 0 }: Point): string {
  const band =
    low === undefined || high === undefined ? '' : ` (${valueWords(metric, low)} to ${valueWords(metric, high)})`;
  return `${valueWords(metric, value)}${band} of ${count(units)}`;
}

function percentWords(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.floor(percent + 1e-9)} %`;
}
