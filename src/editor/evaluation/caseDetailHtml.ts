import type { CaseResult, SampleResult } from '../../evaluation/caseResult.js';
import type { Grade } from '../../evaluation/graders/grader.js';
import type { ModelOutput } from '../../evaluation/modelOutput.js';
import type { ReportNames } from '../../evaluation/reports/reportNames.js';
import type { TextChange } from '../../prompts/comparison/comparison.js';
import { html, type Html } from '../../prompts/html.js';
import type { JsonValue } from '../../prompts/json.js';
import { shorten } from '../../prompts/shorten.js';
import { markedSide } from '../pages/markedText.js';
import { counted, idOf, textHtml } from '../preview/pieces.js';
import { relativeTime } from '../relativeTime.js';
import {
  messageSides,
  most as mostOfTexts,
  outputSides,
  shownPart,
  type CaseMarks,
  type TextSides,
} from './caseMarks.js';
import type { CaseRow } from './caseRows.js';

export interface CaseDetail {
  readonly row: CaseRow;
  readonly names: ReportNames;
  /** Absent until it is known what differs. */
  readonly marks?: CaseMarks;
  /** Epoch milliseconds. */
  readonly now: number;
}

const most = { inputs: 50, checks: 100, characters: 2000 } as const;

/** All there is to say of one case: its inputs, both outputs, every check on them, and both prompts as they were filled in. */
export function caseDetailHtml(detail: CaseDetail): Html {
  const { row, names } = detail;
  const { id, description, place, vars, expected } = row.case;
  const inputs = Object.entries(vars);
  const isBrief = row.candidate.isBrief ?? row.baseline?.isBrief;
  const outputs = isBrief ? [] : outputSides(row);
  return html`<div class="bar">
      <button data-action="openCase" data-value="${id}">Open Case</button>
      ${names.baseline !== undefined && html`<button data-action="compare">Show What Changed</button>`}
      <span class="quiet">${place.path}</span>
    </div>
    ${description !== undefined && html`<p>${description}</p>`}
    ${isBrief && html`<p class="quiet">There are too many cases to keep the texts of all. Run this one alone, among the tests, to see them.</p>`}
    ${inputs.length > 0 && html`<h3>Inputs</h3>${pairsHtml(inputs.slice(0, most.inputs))}`}
    ${more(inputs.length - most.inputs, 'more input')}
    ${outputs.map((sides, at) => sampleHtml(detail, sides, at, outputs.length))}
    ${expected !== undefined && html`<h3>Accepted output</h3><div class="card">${textHtml(shorten(expected, most.characters))}</div>`}
    ${!isBrief && promptsHtml(detail)}`;
}

function pairsHtml(inputs: readonly (readonly [string, JsonValue])[]): Html {
  return html`<dl class="pairs">
    ${inputs.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd class="text">${shorten(textOf(value), most.characters)}</dd>`,
    )}
  </dl>`;
}

/** The outputs at one place, with the checks on them. @param count how many there are */
function sampleHtml(detail: CaseDetail, sides: TextSides, at: number, count: number): Html {
  const { row, marks } = detail;
  const changes = marks?.outputs[at] ?? [];
  const [before, after] = [row.baseline?.samples[at], row.candidate.samples[at]];
  const number = count > 1 && html` ${at + 1}`;
  return html`<h3>${count > 1 || !row.baseline ? 'Output' : 'Outputs'}${number}</h3>
    <div class="${row.baseline && 'columns'}">
      ${row.baseline && outputHtml(detail, 'before', before, sides.before, changes)}
      ${outputHtml(detail, 'after', after, sides.after, changes)}
    </div>
    ${(before?.output ?? after?.output) && checksHtml(detail, before?.grades ?? [], after?.grades ?? [])}`;
}

function outputHtml(
  { names, now }: CaseDetail,
  side: 'before' | 'after',
  sample: SampleResult | undefined,
  text: string | undefined,
  changes: readonly TextChange[],
): Html {
  return html`<section class="card">
    <header>
      <h3 class="grow">${sideName(side)} <span class="quiet">${side === 'before' ? names.baseline : names.candidate}</span></h3>
      <span class="quiet aside">${sample?.output && outputWords(sample.output, now)}</span>
    </header>
    ${text === undefined ? nothingHtml(sample) : bodyHtml(text, changes, side)}
  </section>`;
}

/** As much of a text as is shown, with its words that the other side has not marked. */
function bodyHtml(text: string, changes: readonly TextChange[], side: 'before' | 'after'): Html {
  if (text === '') return html`<p class="body quiet">empty</p>`;
  return html`${textHtml(markedSide(shownPart(text), changes, side))} ${more(text.length - mostOfTexts.characters, 'more character')}`;
}

/** Why there is no output. */
function nothingHtml(sample: SampleResult | undefined): Html {
  if (sample?.problem !== undefined)
    return html`<p class="body"><span class="error">Error</span> ${sample.problem}</p>`;
  return html`<p class="body"><span class="warning">Missing</span> ${sample?.missing ?? 'The case was not run.'}</p>`;
}

/** `recorded 2 days ago · gpt-4o-mini · 120 tokens · $0.00120` */
function outputWords({ recorded, model, tokens, cost, latency, approximate }: ModelOutput, now: number): string {
  const time = recorded === undefined ? NaN : Date.parse(recorded);
  return [
    ...(Number.isNaN(time) ? [] : [`recorded ${relativeTime(time, now)}`]),
    ...(model === undefined ? [] : [shorten(model)]),
    ...(tokens?.total === undefined ? [] : [counted(tokens.total, 'token')]),
    ...(cost === undefined ? [] : [`$${cost.toPrecision(3)}`]),
    ...(latency === undefined ? [] : [`${latency.toFixed(0)} ms`]),
    ...(approximate ? ['asked approximately'] : []),
  ].join(' · ');
}

/** A check on both sides; those of a set stand deeper than the set. */
interface Check {
  readonly depth: number;
  readonly before: Grade | undefined;
  readonly after: Grade | undefined;
}

function checksOf(before: readonly Grade[], after: readonly Grade[], depth = 0): readonly Check[] {
  const count = Math.max(before.length, after.length);
  return Array.from({ length: count }, (_, at): Check => ({ depth, before: before[at], after: after[at] })).flatMap(
    (check) => [check, ...checksOf(check.before?.grades ?? [], check.after?.grades ?? [], depth + 1)],
  );
}

function checksHtml({ row }: CaseDetail, before: readonly Grade[], after: readonly Grade[]): Html {
  const checks = checksOf(before, after);
  if (checks.length === 0) return html`<p class="quiet">Nothing was checked.</p>`;
  return html`<table class="checks">
      <thead>
        <tr>
          <th scope="col">Check</th>
          ${row.baseline && html`<th scope="col">Baseline</th>`}
          <th scope="col">Candidate</th>
        </tr>
      </thead>
      <tbody>
        ${checks.slice(0, most.checks).map((check) => checkHtml(check, row.baseline !== undefined))}
      </tbody>
    </table>
    ${more(checks.length - most.checks, 'more check')}`;
}

function checkHtml({ depth, before, after }: Check, hasBaseline: boolean): Html {
  const { type = '', value, threshold } = (after ?? before)?.assertion ?? {};
  const asked = [
    ...(value === undefined ? [] : [shorten(textOf(value), most.characters)]),
    ...(threshold === undefined ? [] : [`at least ${threshold}`]),
  ].join('\n');
  return html`<tr>
    <th scope="row" class="depth-${Math.min(depth, 3)}"><code>${type}</code>${asked !== '' && html` <span class="asked">${asked}</span>`}</th>
    ${hasBaseline && gradeHtml(before)} ${gradeHtml(after)}
  </tr>`;
}

const verdicts: Readonly<Record<Grade['verdict'], Html>> = {
  pass: html`<span class="win"><span class="sign" aria-hidden="true">✓</span>pass</span>`,
  fail: html`<span class="regression"><span class="sign" aria-hidden="true">✕</span>fail</span>`,
  unsupported: html`<span class="warning"><span class="sign" aria-hidden="true">–</span>unsupported</span>`,
};

function gradeHtml(grade: Grade | undefined): Html {
  if (!grade) return html`<td class="quiet">no output</td>`;
  return html`<td>${verdicts[grade.verdict]} <span class="quiet">${shorten(grade.reason, most.characters)}</span></td>`;
}

function promptsHtml(detail: CaseDetail): Html {
  const { row, marks } = detail;
  const sides = messageSides(row);
  const differing = sides.filter(({ before, after }) => before !== after).length;
  const said = !row.baseline
    ? counted(sides.length, 'message')
    : differing === 0
      ? 'the same for the model'
      : `${differing} of ${counted(sides.length, 'message')} differ`;
  const left = Math.max(row.baseline?.messages.length ?? 0, row.candidate.messages.length) - sides.length;
  return html`<details id="prompt-${idOf(row.case.id)}">
    <summary>Prompt as it was filled in — <span class="quiet">${said}</span></summary>
    ${sides.map(
      (one, at) =>
        html`<div class="${row.baseline && 'columns'}">
          ${row.baseline && messageHtml('before', row.baseline, at, one.before, marks?.messages[at] ?? [])}
          ${messageHtml('after', row.candidate, at, one.after, marks?.messages[at] ?? [])}
        </div>`,
    )}
    ${more(left, 'more message')}
  </details>`;
}

function messageHtml(
  side: 'before' | 'after',
  { messages }: CaseResult,
  at: number,
  text: string | undefined,
  changes: readonly TextChange[],
): Html {
  if (text === undefined) return html`<p class="quiet">${sideName(side)} has no message here.</p>`;
  return html`<section class="card">
    <header>
      <h3 class="grow">${messages[at]?.role ?? ''} <span class="quiet">${sideName(side)}</span></h3>
    </header>
    ${bodyHtml(text, changes, side)}
  </section>`;
}

function sideName(side: 'before' | 'after'): string {
  return side === 'before' ? 'Baseline' : 'Candidate';
}

function more(count: number, what: string): Html | false {
  return count > 0 && html`<p class="body quiet">${counted(count, what)}.</p>`;
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
