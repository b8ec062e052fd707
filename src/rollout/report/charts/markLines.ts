import { html, type Html } from '../../../prompts/html.js';
import type { Mark } from '../marks.js';
import { margins, xOf, type TimeAxis } from './plot.js';

/** Marks nearer to each other than this share one label. */
const room = 22;

/** Decisions that stand so near to each other that they are shown as one. */
export interface MarkGroup {
  readonly x: number;
  readonly marks: readonly [Mark, ...Mark[]];
}

/** Groups marks from the left; a label stands where its first mark is. */
export function markGroups(marks: readonly Mark[], axis: TimeAxis): readonly MarkGroup[] {
  const x = xOf(axis);
  const groups: { x: number; marks: [Mark, ...Mark[]] }[] = [];
  for (const mark of marks) {
    const last = groups.at(-1);
    if (last && x(mark.at) - last.x < room) last.marks.push(mark);
    else groups.push({ x: x(mark.at), marks: [mark] });
  }
  return groups;
}

/** A vertical line for each group of decisions, and above it the numbers that the list of decisions has. */
export function markLinesHtml(groups: readonly MarkGroup[], height: number): Html {
  return html`<g class="marks">
    ${groups.map(
      ({ x, marks }) =>
        html`<line x1="${x}" x2="${x}" y1="${margins.top - 4}" y2="${margins.top + height}" />
          ${badgeHtml(x, margins.top - 13, marks)}`,
    )}
  </g>`;
}

/** Round where people decided, square where rules did. */
export function badgeHtml(x: number, y: number, marks: MarkGroup['marks']): Html {
  const [first] = marks;
  const last = marks.at(-1) ?? first;
  const words = first === last ? String(first.number) : `${first.number}–${last.number}`;
  const half = Math.max(8, 3.6 * words.length + 3);
  const byRule = marks.every(({ isRule }) => isRule);
  return html`<g class="badge ${byRule ? 'rule' : 'person'}">
    <title>${marks.slice(0, 5).map(({ number, who, words: told }) => html`${number}. ${who}: ${told}${'\n'}`)}</title>
    <rect x="${x - half}" y="${y - 8}" width="${2 * half}" height="16" rx="${byRule ? 2 : 8}" />
    <text x="${x}" y="${y + 4}">${words}</text>
  </g>`;
}
