import type { Comparison, NamedChange, PartChange } from '../../prompts/comparison/comparison.js';
import { deltaWords, firstLine, partWords, tokenWords } from '../../prompts/comparison/comparisonWords.js';
import type { RenderedChange } from '../../prompts/comparison/compareRendered.js';
import { html, type Html } from '../../prompts/html.js';
import { shorten } from '../../prompts/shorten.js';
import { markedText } from '../pages/markedText.js';

/** All that the page of a comparison shows. */
export interface ComparisonPage {
  /** What people call the prompt. */
  readonly name: string;
  /** What people call the two sides. */
  readonly before: string;
  readonly after: string;
  /** What the commit of the later side says. */
  readonly subject?: string;
  readonly comparison: Comparison;
  /** What both sides make of the samples; absent until that is known. */
  readonly rendered?: readonly RenderedChange[];
}

/** A comparison for one look: what kind of change it is and what callers must do, then everything that differs. */
export function comparisonHtml({ name, before, after, subject, comparison, rendered }: ComparisonPage): Html {
  const { includes } = comparison;
  return html`
    <header class="class ${comparison.class.replace(' ', '-')}">
      <h1>${firstLine(comparison)}</h1>
      <p class="quiet">${name} ${before} → ${after}${subject !== undefined && html` · ${subject}`}</p>
    </header>
    <div class="bar">
      <button id="diff" class="primary" data-action="diff">Open Side-by-Side Diff</button>
      <button id="preview" data-action="preview">Preview Side by Side</button>
    </div>
    ${settings(comparison)}
    ${messages(comparison)}
    ${includes.length > 0 && html`<h2>Included files</h2>${includes.map(included)}`}
    ${rendered !== undefined && rendered.length > 0 && html`<h2>With sample inputs</h2>${rendered.map((change, index) => sample(change, index, comparison.tokens.exact))}`}
    <p class="quiet foot">${foot(comparison)}</p>
  `;
}

function settings({ variables, parameters, schema, tools, cases, metadata }: Comparison): readonly Html[] {
  const groups: readonly [string, readonly NamedChange[]][] = [
    ['Variables', variables],
    ['Answer', schema],
    ['Tools', tools],
    ['Parameters', parameters],
    ['Cases in the file', cases],
    ['About the prompt', metadata],
  ];
  return groups
    .filter(([, changes]) => changes.length > 0)
    .map(
      ([title, changes]) =>
        html`<h2>${title}</h2>
          <ul class="changes">
            ${changes.map(setting)}
          </ul>`,
    );
}

const signs: Readonly<Record<NamedChange['change'], string>> = { added: '+', removed: '−', changed: '~' };

function setting({ change, words, breaking }: NamedChange): Html {
  const mark = breaking && html` <span class="error">breaks callers</span>`;
  return html`<li><span class="sign" aria-hidden="true">${signs[change]}</span> ${words}${mark}</li>`;
}

function messages({ parts, tokens }: Comparison): Html {
  if (parts.every(({ change }) => change === 'same')) return html`<p class="quiet">No message differs.</p>`;
  return html`<h2>Messages</h2>${parts.map((part) => message(part, tokens.exact))}`;
}

function message(part: PartChange, exact: boolean): Html {
  const { change, role, tokens } = part;
  const place = (part.after[0] ?? part.before[0] ?? 0) + 1;
  const said = change === 'same' ? 'unchanged' : partWords(part);
  const title = html`<h3>${place} · ${role}</h3>
    <span class="quiet grow">${said}</span>${change !== 'same' && html`<span class="quiet">${deltaWords(tokens, exact)}</span>`}`;
  return html`<article class="card">
    <header>${title}</header>
    ${change !== 'same' && html`<div class="text">${markedText(part)}</div>`}
  </article>`;
}

function included(change: Comparison['includes'][number]): Html {
  return html`<article class="card">
    <header><h3>${change.name}</h3><span class="quiet">${change.change}</span></header>
    <div class="text">${markedText(change)}</div>
  </article>`;
}

function sample({ inputs, messages, problem }: RenderedChange, index: number, exact: boolean): Html {
  const given = Object.entries(inputs).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const changed = messages.filter(({ change }) => change !== 'same');
  const said =
    problem ??
    (changed.length === 0 ? 'the same for the model' : `${changed.length} of ${messages.length} messages differ`);
  return html`<details id="sample-${index}">
    <summary>${shorten(given.join(' · '), 100)} — <span class="${problem === undefined ? 'quiet' : 'error'}">${said}</span></summary>
    ${changed.map((part) => message(part, exact))}
  </details>`;
}

function foot(comparison: Comparison): string {
  const { tokens, cost } = comparison;
  const mark = tokens.exact ? '' : '~';
  const delta = tokenWords(comparison);
  const count =
    delta === ''
      ? `${mark}${tokens.after} tokens`
      : `${mark}${tokens.before} → ${mark}${tokens.after} tokens (${delta})`;
  const dollars = (each: number | undefined): string =>
    each === undefined ? 'unpriced' : `$${(each * 1000).toPrecision(2)}`;
  const price =
    cost &&
    `${dollars(cost.before)} → ${dollars(cost.after)} for the prompts of 1,000 requests, at prices of ${cost.priced}`;
  return [count, price].filter((words) => words !== undefined).join(' · ');
}
