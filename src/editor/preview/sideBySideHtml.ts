import type { TextChange } from '../../prompts/comparison/comparison.js';
import { html, type Html } from '../../prompts/html.js';
import type { RenderedPrompt } from '../../prompts/work/jobs.js';
import { markedSide } from '../pages/markedText.js';
import { shownTexts } from './fillIn.js';
import {
  headingHtml,
  inputsHtml,
  lengthOf,
  moreCharacters,
  requestHtml,
  sizeWords,
  textHtml,
  toldHtml,
  tokenWords,
  type ShownInputs,
  type Side,
} from './pieces.js';

export interface SideBySideModel extends ShownInputs {
  /** What people call the prompt. */
  readonly name: string;
  readonly left: Side;
  readonly right: Side;
  /** The words that differ in each pair of messages, as offsets into their shown texts. */
  readonly words: readonly (readonly TextChange[])[];
}

/** Two versions of a prompt, filled in with the same inputs: messages at the same place beside each other. */
export function sideBySideHtml({ name, left, right, words, ...inputs }: SideBySideModel): Html {
  const sides = [left, right];
  const [before, after] = [shownTexts(left.rendered), shownTexts(right.rendered)];
  return html`${headingHtml(inputs.prompt, name, `${left.label} ↔ ${right.label}`)} ${inputsHtml(inputs)}
    ${isSame(left, right, words) && html`<p role="status">Nothing differs with these inputs.</p>`}
    <div class="columns">
      ${sides.map(
        (side, index) =>
          html`<div>
            <h2>${side.label} <span class="quiet">${sizeWords(side.rendered)}</span></h2>
            ${toldHtml(side, index)}
          </div>`,
      )}
    </div>
    ${words.map(
      (changes, at) =>
        html`<div class="columns">
          ${messageHtml(left, at, before[at] === undefined ? undefined : markedSide(before[at], changes, 'before'))}
          ${messageHtml(right, at, after[at] === undefined ? undefined : markedSide(after[at], changes, 'after'))}
        </div>`,
    )}
    <div class="columns">${sides.map(requestHtml)}</div>`;
}

function isSame({ rendered: left }: Side, { rendered: right }: Side, words: SideBySideModel['words']): boolean {
  const roles = ({ messages }: RenderedPrompt): string => messages.map(({ role }) => role).join(' ');
  const isFilledIn = left.problems.length === 0 && right.problems.length === 0;
  return isFilledIn && roles(left) === roles(right) && words.every(({ length }) => length === 0);
}

/** @param text undefined where the side has no message at this place */
function messageHtml({ label, rendered }: Side, at: number, text: Html | undefined): Html {
  const message = rendered.messages[at];
  if (!message || !text) return html`<p class="quiet">${label} has no message here.</p>`;
  return html`<section class="card">
    <header>
      <h3 class="grow">${message.role} <span class="quiet">${label}</span></h3>
      <span class="quiet">${tokenWords(rendered.tokens[at] ?? 0, rendered.exactTokens)}</span>
    </header>
    ${textHtml(text)} ${moreCharacters(lengthOf(message))}
  </section>`;
}
