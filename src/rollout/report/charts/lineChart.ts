import { area, curveLinear, curveStepAfter, line } from 'd3-shape';
import { html, type Html } from '../../../prompts/html.js';
import type { Mark } from '../marks.js';
import { columns, type Point } from '../points.js';
import { figureHtml, signHtml, type Figure, type Key } from './figure.js';
import { markGroups, markLinesHtml } from './markLines.js';
import { margins, rounded, timeAxisHtml, valueAxisHtml, xOf, yOf, type TimeAxis } from './plot.js';
import { rowsOf } from './rows.js';

export interface ChartLine extends Key {
  readonly points: readonly Point[];
  /** Each value holds until the next. */
  readonly isSteps?: true;
  /** Only its values are drawn. */
  readonly isBare?: true;
  /** Points further apart than this, in milliseconds, are not joined. */
  readonly gap?: number;
}

/** A value that means something: a threshold, a limit. */
export interface Level {
  readonly value: number;
  readonly label: string;
}

export interface LineChart extends Pick<Figure, 'id' | 'title' | 'says' | 'note'> {
  readonly axis: TimeAxis;
  readonly lines: readonly ChartLine[];
  readonly levels?: readonly Level[];
  readonly marks: readonly Mark[];
  /** Times that do not count. */
  readonly shades?: readonly TimeAxis[];
  /** Words along the top of the plot, each from its time on. */
  readonly names?: readonly { readonly at: number; readonly words: string }[];
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** A value on the axis, and one in the table. */
  readonly axisWords: (value: number) => string;
  readonly pointWords: (point: Point) => string;
}

const height = 150;
/** About so far apart are the signs on a line. */
const signDistance = 90;

/** Pure. Lines over time, with the decisions that were made meanwhile. */
export function lineChart(chart: LineChart): Html {
  const { axis, lines, low, high, ticks, axisWords, levels = [], shades = [], names = [] } = chart;
  const x = xOf(axis);
  const y = yOf(low, high, height);
  const place: Place = { x, y };
  const inPlot = html`<svg role="presentation" x="${margins.left}" y="${margins.top}" width="${columns}" height="${height}" viewBox="${margins.left} ${margins.top} ${columns} ${height}">
    ${lines.map((one) => bandHtml(one, place))} ${lines.map((one) => lineHtml(one, place))}
  </svg>`;
  const plot = html`${shades.map(({ from, to }) => shadeHtml(x(from), x(to)))} ${valueAxisHtml(ticks, y, axisWords)}
    ${timeAxisHtml(axis, height)} ${markLinesHtml(markGroups(chart.marks, axis), height)}
    ${levels.map(({ value, label }) => levelHtml(y(value), label))} ${namesHtml(names, axis)} ${inPlot}
    ${lines.map((one) => signsHtml(one, place))}`;
  return figureHtml(
    {
      ...chart,
      height,
      plot,
      keys: [...lines, ...(shades.length > 0 ? [notJudged] : [])],
      columns: lines.map(({ label }) => label),
      rows: rowsOf(lines, chart.pointWords),
    },
    axis,
  );
}

const notJudged: Key = { look: 'shade', label: 'not judged' };

interface Place {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

function lineHtml(one: ChartLine, { x, y }: Place): Html {
  const draw = line<Point>()
    .defined(({ value }) => !Number.isNaN(value))
    .x(({ at }) => x(at))
    .y(({ value }) => y(value))
    .curve(one.isSteps ? curveStepAfter : curveLinear)
    .digits(1);
  return html`<path class="line ${one.look}" d="${draw([...withGaps(one)]) ?? ''}" />`;
}

function bandHtml(one: ChartLine, { x, y }: Place): Html {
  if (one.isBare || !one.points.some(({ low }) => low !== undefined)) return html``;
  const draw = area<Point>()
    .defined(({ value, low, high }) => !Number.isNaN(value) && low !== undefined && high !== undefined)
    .x(({ at }) => x(at))
    .y0(({ low = 0 }) => y(low))
    .y1(({ high = 0 }) => y(high))
    .digits(1);
  return html`<path class="band ${one.look}" d="${draw([...withGaps(one)]) ?? ''}" />`;
}

/** A point without a value between two that are too far apart. */
function* withGaps({ points, gap = Infinity }: ChartLine): Generator<Point> {
  let before = Infinity;
  for (const point of points) {
    if (point.at - before > gap) yield { at: point.at, value: NaN };
    yield point;
    before = point.at;
  }
}

/** Signs stand on points, so that a point alone is seen; the last point has one. */
function signsHtml({ points, look }: ChartLine, { x, y }: Place): Html {
  const placed: Point[] = [];
  let free = -Infinity;
  for (const point of points) {
    if (x(point.at) < free) continue;
    placed.push(point);
    free = x(point.at) + signDistance;
  }
  const last = points.at(-1);
  if (last && last !== placed.at(-1)) placed.push(last);
  const inside = placed
    .map(({ at, value }) => [x(at), y(value)] as const)
    .filter(([, top]) => top >= margins.top && top <= margins.top + height);
  return html`${inside.map(([left, top]) => signHtml(look, left, top))}`;
}

function shadeHtml(from: number, to: number): Html {
  return html`<rect class="shade" x="${from}" y="${margins.top}" width="${rounded(Math.max(1, to - from))}" height="${height}" />`;
}

function levelHtml(top: number, label: string): Html {
  return html`<g class="level">
    <line x1="${margins.left}" x2="${margins.left + columns}" y1="${top}" y2="${top}" />
    <text x="${margins.left + 6}" y="${top - 5}">${label}</text>
  </g>`;
}

/** Only names for which there is room until the next. */
function namesHtml(names: LineChart['names'] & object, axis: TimeAxis): Html {
  const x = xOf(axis);
  const fitting = names.filter(({ at, words }, index) => {
    const next = names[index + 1]?.at ?? axis.to;
    return x(next) - x(at) > 6.6 * words.length + 8;
  });
  return html`${fitting.map(({ at, words }) => html`<text class="name" x="${x(at) + 5}" y="${margins.top + 13}">${words}</text>`)}`;
}
