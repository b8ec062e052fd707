import { html, type Html } from '../../../prompts/html.js';
import { shorten } from '../../../prompts/shorten.js';
import type { Mark } from '../marks.js';
import { columns } from '../points.js';
import { figureHtml, type Figure } from './figure.js';
import { badgeHtml, markGroups } from './markLines.js';
import { margins, timeAxisHtml, type TimeAxis } from './plot.js';

export interface LaneChart extends Pick<Figure, 'id' | 'title' | 'says'> {
  readonly axis: TimeAxis;
  readonly marks: readonly Mark[];
}

const laneHeight = 26;
const leastLanes = 2;
/** Labels of decisions on the left edge reach so far beyond it. */
const labelDistance = 20;
/** Further people share the last lane. */
const mostLanes = 7;
const mostRows = 60;

/** Pure. Who decided what, and when: a lane for each person, and one for the rules. */
export function laneChart(chart: LaneChart): Html {
  const { axis, marks } = chart;
  const lanes = lanesOf(marks);
  const height = laneHeight * Math.max(leastLanes, lanes.length);
  const plot = html`${timeAxisHtml(axis, height)}
    ${lanes.map(({ name, marks: own }, index) => {
      const y = margins.top + laneHeight * (index + 0.5);
      return html`<g class="axis">
          <line class="grid" x1="${margins.left}" x2="${margins.left + columns}" y1="${y}" y2="${y}" />
          <text class="value" x="${margins.left - labelDistance}" y="${y + 4}">${shorten(name, 8)}<title>${name}</title></text>
        </g>
        <g class="marks">${markGroups(own, axis).map((group) => badgeHtml(group.x, y, group.marks))}</g>`;
    })}`;
  const rows = marks
    .slice(-mostRows)
    .map(({ at, number, who, words }) => ({ at, cells: [String(number), who, words] }));
  return figureHtml({ ...chart, height, plot, keys: [], columns: ['No.', 'Who', 'What'], rows }, axis);
}

function lanesOf(marks: readonly Mark[]): readonly { readonly name: string; readonly marks: readonly Mark[] }[] {
  const names = [...new Set(marks.map(({ who }) => who))];
  const lanes = names.map((name) => ({ name, marks: marks.filter(({ who }) => who === name) }));
  if (lanes.length <= mostLanes) return lanes;
  const others = new Set(lanes.slice(mostLanes - 1).map(({ name }) => name));
  return [...lanes.slice(0, mostLanes - 1), { name: 'others', marks: marks.filter(({ who }) => others.has(who)) }];
}
