import type { Diagnostic } from '../../prompts/diagnostic.js';
import { html, type Html } from '../../prompts/html.js';
import type { RenderedMessage } from '../../prompts/rendering/rendering.js';
import type { RenderedPrompt } from '../../prompts/work/jobs.js';
import { LineIndex } from '../../prompts/textRange.js';
import type { ChosenInputs, InputField } from './chosenInputs.js';
import { most, type FilledText } from './fillIn.js';
import type { Sample } from './samples.js';

/** A text of a prompt as it is shown. */
export interface Side extends FilledText {
  /** What people call it, such as `draft` or `v12`; empty where there is no history. */
  readonly label: string;
}

/** What there is to choose from, and to type into. */
export interface ShownInputs {
  /** Tells the fields of one prompt from those of another. */
  readonly prompt: string;
  readonly samples: readonly Sample[];
  readonly inputs: ChosenInputs;
}

const maxFields = 100;
const maxProblems = 10;

/** What people call the prompt, and what of it is shown. */
export function headingHtml(prompt: string, name: string, label: string): Html {
  return html`<h1 id="${idOf(prompt)}">${name} <span class="quiet">${label}</span></h1>`;
}

/** What chooses the inputs, and a field for each. */
export function inputsHtml({ prompt, samples, inputs: { chosen, fields } }: ShownInputs): Html {
  const option = (value: string, label: string): Html =>
    html`<option value="${value}" ${value === chosen && html`selected`}>${label}</option>`;
  const more = fields.length - maxFields;
  return html`<div class="fields">
      <label for="inputs">Inputs</label>
      <select id="inputs" data-action="choose">
        ${samples.map(({ name }, index) => option(String(index), name))} ${option('none', 'No inputs')}
        ${option('own', 'My inputs')}
      </select>
      ${fields.slice(0, maxFields).map((field) => fieldHtml(prompt, field))}
    </div>
    ${more > 0 && html`<p class="quiet">${counted(more, 'more variable')} without a field.</p>`}`;
}

function fieldHtml(prompt: string, { name, note, text, placeholder, problem }: InputField): Html {
  const id = idOf(`${prompt} ${name}`);
  const told = problem !== undefined && html`aria-invalid="true" aria-describedby="${id}-problem"`;
  return html`<label for="${id}">${name} <span class="quiet">${note}</span></label>
    <div>
      <textarea id="${id}" name="${name}" data-action="type" rows="1" placeholder="${placeholder}" ${told}>
${text}</textarea>
      ${problem !== undefined && html`<p id="${id}-problem" class="warning">${problem}</p>`}
    </div>`;
}

/** A text as an identifier, without the white space that separates several. */
export function idOf(text: string): string {
  return text.replace(/[^\w-]/g, (sign) => `.${sign.charCodeAt(0).toString(16)}`);
}

/** What was not given, not read or not used, and what is wrong. @param index of the side, for its links */
export function toldHtml({ document: { source, diagnostics }, rendered, unread }: Side, index: number): Html {
  const { missing, unused } = rendered;
  const unset = rendered.unset.filter((name) => !unread.includes(name));
  const problems = problemsOf(diagnostics, rendered);
  const lines = new LineIndex(source);
  const more = problems.length - maxProblems;
  return html`<div class="told" role="status">
    ${missing.length > 0 && html`<p class="warning">Not given: ${names(missing)}</p>`}
    ${unset.length > 0 && html`<p class="warning">Environment variables that are not set: ${names(unset)}</p>`}
    ${
      unread.length > 0 &&
      html`<p class="warning">Environment variables that are not read until you trust this workspace: ${names(unread)}</p>`
    }
    ${unused.length > 0 && html`<p class="quiet">Not used by the prompt: ${names(unused)}</p>`}
    ${problems.slice(0, maxProblems).map((problem) => problemHtml(problem, lines, index))}
    ${more > 0 && html`<p class="quiet">${counted(more, 'more error')} in Problems.</p>`}
  </div>`;
}

function problemHtml({ code, message, range: { start, end } }: Diagnostic, lines: LineIndex, index: number): Html {
  const error = html`<span class="error">Error</span>`;
  // It took too long, which stands nowhere in the text, and may have been the machine's fault.
  if (code === 'refused')
    return html`<p>${error} ${message} <button class="link" data-action="again">Try again</button></p>`;
  const line = `Line ${lines.positionAt(start).line + 1}`;
  const place = `${index} ${start} ${end}`;
  return html`<p>
    ${error} <button class="link" data-action="goTo" data-value="${place}">${line}</button>: ${message}
  </p>`;
}

/** Errors in the text, and what kept it from being filled in. */
function problemsOf(diagnostics: readonly Diagnostic[], { problems }: RenderedPrompt): readonly Diagnostic[] {
  return [...diagnostics.filter(({ severity }) => severity === 'error'), ...problems];
}

function names(all: readonly string[]): Html {
  return html`${all.slice(0, maxFields).map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`)}`;
}

/** `3 messages · ~120 tokens` */
export function sizeWords({ messages, tokens, exactTokens }: RenderedPrompt): string {
  const all = tokens.reduce((sum, count) => sum + count, 0);
  return `${counted(messages.length, 'message')} · ${tokenWords(all, exactTokens)}`;
}

/** `1 token`, `~120 tokens` where it is an estimate. */
export function tokenWords(count: number, exact: boolean): string {
  return `${exact ? '' : '~'}${counted(count, 'token')}`;
}

export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

/** The request that a side stands for, folded. @param index of the side */
export function requestHtml({ label, rendered: { request } }: Side, index: number): Html {
  const json = requestText(request);
  return html`<details id="request-${index}">
    <summary>Request that would be sent</summary>
    <div class="bar">
      <button data-action="copyRequest" data-value="${index}" aria-label="Copy the request ${label}">Copy</button>
    </div>
    ${textHtml(json.slice(0, most.characters))} ${moreCharacters(json.length)}
  </details>`;
}

export function requestText(request: RenderedPrompt['request']): string {
  return JSON.stringify(request, undefined, 2);
}

/** A text with its white space. The first line end in an element of this kind would be lost, hence one more. */
export function textHtml(text: string | Html): Html {
  return html`<pre class="text">${'\n'}${text}</pre>`;
}

/** How much of a text of so many characters is not shown; nothing where all is. */
export function moreCharacters(length: number): Html | false {
  const more = length - most.characters;
  return more > 0 && html`<p class="body quiet">${counted(more, 'more character')}: copy the request to see them.</p>`;
}

/** How many characters a message has, media as their addresses. */
export function lengthOf({ content }: RenderedMessage): number {
  return content.reduce((sum, item) => sum + ('text' in item ? item.text : item.media.url).length, 0);
}
