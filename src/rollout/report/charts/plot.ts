import { scaleLinear, scaleUtc } from 'd3-scale';
import { html, type Html } from '../../../prompts/html.js';
import { dayWords } from '../reportWords.js';
import { columns } from '../points.js';

/** Every chart is as wide as the others, so that their time axes stand below each other; in units of its own. */
export const margins = { top: 24, right: 22, bottom: 24, left: 72 } as const;
export const width = margins.left + columns + margins.right;

/** The time axis that all charts of a report share, in epoch milliseconds. */
export interface TimeAxis {
  readonly from: number;
  readonly to: number;
}

/** @returns where a time stands, as x */
export function xOf({ from, to }: TimeAxis): (at: number) => number {
  const scale = scaleUtc([from, to], [margins.left, margins.left + columns]).clamp(true);
  return (at) => rounded(scale(at));
}

/** @returns where a value stands, as y; lines leave the plot where they are beyond it */
export function yOf(low: number, high: number, height: number): (value: number) => number {
  const scale = scaleLinear([low, high], [margins.top + height, margins.top]);
  return (value) => rounded(scale(value));
}

/** Values for about so many lines across a plot. */
export function ticksOf(low: number, high: number, about: number): readonly number[] {
  return scaleLinear([low, high], [0, 1]).ticks(about);
}

/** A tenth of a unit is finer than any screen. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Times below the plot; midnight as the day. */
export function timeAxisHtml(axis: TimeAxis, height: number): Html {
  const x = xOf(axis);
  const bottom = margins.top + height;
  const ticks = scaleUtc([axis.from, axis.to], [0, columns]).ticks(6);
  const step = (ticks[1]?.getTime() ?? 0) - (ticks[0]?.getTime() ?? 0);
  return html`<g class="axis">
    <line x1="${margins.left}" x2="${margins.left + columns}" y1="${bottom}" y2="${bottom}" />
    ${ticks.map((tick) => {
      const at = tick.getTime();
      return html`<line x1="${x(at)}" x2="${x(at)}" y1="${bottom}" y2="${bottom + 4}" />
        <text class="time" x="${x(at)}" y="${bottom + 18}">${tickWords(at, step)}</text>`;
    })}
  </g>`;
}

function tickWords(at: number, step: number): string {
  const time = new Date(at).toISOString();
  if (time.slice(11, 19) === '00:00:00') return dayWords(at);
  return time.slice(11, step > 0 && step < 60_000 ? 19 : 16);
}

/** Lines across the plot, with their values on the left. */
export function valueAxisHtml(
  ticks: readonly number[],
  y: (value: number) => number,
  words: (value: number) => string,
): Html {
  return html`<g class="axis">
    ${ticks.map(
      (tick) =>
        html`<line class="grid" x1="${margins.left}" x2="${margins.left + columns}" y1="${y(tick)}" y2="${y(tick)}" />
          <text class="value" x="${margins.left - 6}" y="${y(tick) + 4}">${words(tick)}</text>`,
    )}
  </g>`;
}
