import type { Tally } from '../../evaluation/comparison/compareRuns.js';
import type { Evaluation } from '../../evaluation/evaluation.js';
import { figuresOf } from '../../evaluation/evaluationFigures.js';
import { coverageWords, resultSentences } from '../../evaluation/evaluationWords.js';
import { versionsWords } from '../../evaluation/reports/reportNames.js';
import { html, type Html } from '../../prompts/html.js';
import { shorten } from '../../prompts/shorten.js';
import { counted, idOf } from '../preview/pieces.js';
import { caseTableHtml, type CaseTable } from './caseTableHtml.js';
import type { ShownEvaluation } from './evaluations.js';

/** All that the page of an evaluation shows. */
export interface EvaluationPage extends CaseTable {
  /** Tells the page of one prompt from that of another. */
  readonly prompt: string;
  readonly shown: Pick<ShownEvaluation, 'evaluation' | 'names' | 'isStale'>;
  /** When it was computed, for people. */
  readonly when: string;
  /** It is being made anew. */
  readonly isRunning: boolean;
}

const most = { telling: 8, tallies: 100, remarks: 100 } as const;

/** Pure. An evaluation for one look: whether the gate holds and why, the figures, then case by case. */
export function evaluationHtml(page: EvaluationPage): Html {
  const { evaluation } = page.shown;
  return html`${headHtml(page)} ${barHtml(page)}
    <div class="tables">
      ${figuresHtml(evaluation)} ${talliesHtml('Tag', evaluation.comparison?.byTag ?? [])}
      ${talliesHtml('Grader', evaluation.comparison?.byGrader ?? [])}
    </div>
    ${caseTableHtml(page)} ${remarksHtml(evaluation)}`;
}

function headHtml({ prompt, shown: { evaluation, names }, when }: EvaluationPage): Html {
  const { verdict, run } = evaluation;
  const made = run.live ? 'outputs made now' : 'recorded outputs';
  return html`<header class="class ${verdict.holds ? 'holds' : 'fails'}">
    <h1 id="${idOf(prompt)}">${verdict.holds ? 'The offline gate holds' : 'The offline gate does not hold'}</h1>
    ${verdict.reasons.map((reason) => html`<p>${reason}</p>`)}
    <p>${resultSentences(evaluation)}</p>
    <p class="quiet">${names.prompt} ${versionsWords(names)} · ${made} · evaluated ${when}</p>
  </header>`;
}

function barHtml({ shown: { isStale }, isRunning }: EvaluationPage): Html {
  const told = isRunning
    ? 'Evaluating…'
    : isStale && html`<strong>Stale.</strong> The prompt or its cases have changed since.`;
  return html`<div id="bar" class="bar ${isStale && 'banner'}">
    <button id="again" class="${isStale && 'primary'}" data-action="again" ${isRunning && html`disabled`}>Evaluate Again</button>
    <button id="copy" data-action="copy">Copy as Markdown</button>
    <span role="status">${told}</span>
  </div>`;
}

function figuresHtml(evaluation: Evaluation): Html {
  const { summary, before } = evaluation;
  const figures = figuresOf(evaluation);
  const hasDifference = figures.some(({ difference }) => difference !== undefined);
  const cell = (name: string, value: string | undefined, of: Evaluation['before']): Html =>
    html`<td>${value ?? '–'}${name === 'score' && of && html`<br /><span class="quiet">${coverageWords({ summary: of })}</span>`}</td>`;
  return html`<table class="figures" aria-label="Figures">
    <thead>
      <tr>
        <td></td>
        ${before && html`<th scope="col">Baseline</th>`}
        <th scope="col">Candidate</th>
        ${hasDifference && html`<th scope="col">Difference</th>`}
      </tr>
    </thead>
    <tbody>
      ${figures.map(
        ({ name, baseline, candidate, difference }) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${before && cell(name, baseline, before)} ${cell(name, candidate, summary)}
            ${hasDifference && html`<td>${difference}</td>`}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Some that tell the versions apart; the others folded. */
function talliesHtml(title: string, tallies: readonly Tally[]): Html | false {
  if (tallies.length === 0) return false;
  const telling = tallies.filter(({ wins, regressions }) => wins + regressions > 0).slice(0, most.telling);
  const others = tallies.filter((tally) => !telling.includes(tally));
  const name = title.toLowerCase();
  return html`<section>
    ${telling.length > 0 ? tallyTable(title, telling) : html`<p class="quiet">No ${name} tells the versions apart.</p>`}
    ${
      others.length > 0 &&
      html`<details id="all-${title}">
      <summary>${counted(others.length, `more ${name}`)}</summary>
      ${tallyTable(title, others)}
    </details>`
    }
  </section>`;
}

function tallyTable(title: string, tallies: readonly Tally[]): Html {
  const more = tallies.length - most.tallies;
  return html`<table class="figures" aria-label="By ${title.toLowerCase()}">
      <thead>
        <tr>
          <th scope="col">${title}</th>
          <th scope="col">Regressions</th>
          <th scope="col">Wins</th>
          <th scope="col">Ties</th>
        </tr>
      </thead>
      <tbody>
        ${tallies.slice(0, most.tallies).map(tallyRow)}
      </tbody>
    </table>
    ${moreHtml(more)}`;
}

function tallyRow({ name, regressions, wins, ties }: Tally): Html {
  const count = (number: number, look: string): Html =>
    html`<td class="${number > 0 && look}">${number.toLocaleString('en')}</td>`;
  return html`<tr>
    <th scope="row"><button class="link" data-action="filter" data-value="${name}" title="Show these cases">${shorten(name)}</button></th>
    ${count(regressions, 'regression')} ${count(wins, 'win')} ${count(ties, '')}
  </tr>`;
}

/** What was not looked at as the files ask for it, and what is doubtful in them. */
function remarksHtml({ cases: { unsupported, warnings } }: Evaluation): Html {
  return html`${
    unsupported.length > 0 &&
    html`<h2>Not supported</h2>
    <ul>
      ${unsupported.slice(0, most.remarks).map(
        ({ what, why, where }, index) =>
          html`<li>
            <code>${what}</code> in
            <button class="link" data-action="openUnsupported" data-value="${index}">${where.path}</button>: ${why}
          </li>`,
      )}
    </ul>
    ${moreHtml(unsupported.length - most.remarks)}`
  }
  ${
    warnings.length > 0 &&
    html`<h2>Warnings</h2>
    <ul>
      ${warnings.slice(0, most.remarks).map((warning) => html`<li>${warning}</li>`)}
    </ul>
    ${moreHtml(warnings.length - most.remarks)}`
  }`;
}

function moreHtml(count: number): Html | false {
  return count > 0 && html`<p class="quiet">and ${count.toLocaleString('en')} more</p>`;
}
