import type { TextChange, TextPair } from '../../prompts/comparison/comparison.js';
import { Html, html } from '../../prompts/html.js';

/** Unchanged text of more lines than this is folded, but for the lines next to a change. */
const maxUnchanged = 7;
const nextToChange = 2;

/** Both texts in one: words that are gone as `<del>`, new ones as `<ins>`, long stretches that did not change folded. */
export function markedText({ textBefore, textAfter, edits }: TextPair): Html {
  if (edits.length === 0) return new Html(folded(textAfter, true, true).text);
  const pieces: Html[] = [];
  let at = 0;
  for (const [index, { before, after }] of edits.entries()) {
    pieces.push(folded(textBefore.slice(at, before.start), index === 0, false));
    const [gone, added] = [textBefore.slice(before.start, before.end), textAfter.slice(after.start, after.end)];
    if (gone !== '') pieces.push(html`<del>${gone}</del>`);
    if (added !== '') pieces.push(html`<ins>${added}</ins>`);
    at = before.end;
  }
  pieces.push(folded(textBefore.slice(at), false, true));
  return html`${pieces}`;
}

/** The text of one side, with its words that the other has not marked. @param changes in their order, apart from each other */
export function markedSide(text: string, changes: readonly TextChange[], side: 'before' | 'after'): Html {
  const pieces: Html[] = [];
  let end = 0;
  for (const { [side]: range } of changes) {
    if (range.start === range.end) continue;
    const words = text.slice(range.start, range.end);
    pieces.push(
      html`${text.slice(end, range.start)}`,
      side === 'after' ? html`<ins>${words}</ins>` : html`<del>${words}</del>`,
    );
    end = range.end;
  }
  return html`${pieces}${text.slice(end)}`;
}

/** @param isFirst nothing stands before it @param isLast nothing stands behind it */
function folded(text: string, isFirst: boolean, isLast: boolean): Html {
  const lines = text.split('\n');
  const [above, below] = [isFirst ? 0 : nextToChange, isLast ? 0 : nextToChange];
  const hidden = lines.length - above - below;
  if (hidden <= maxUnchanged) return html`${text}`;
  const join = (from: number, to?: number): string => lines.slice(from, to).join('\n');
  const [top, middle, bottom] = [join(0, above), join(above, lines.length - below), join(lines.length - below)];
  return html`${top}<details class="fold"><summary>${hidden} unchanged lines</summary>${middle}</details>${bottom}`;
}
