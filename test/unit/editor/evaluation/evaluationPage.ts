import { caseRow, casesOf } from '../../../../src/editor/evaluation/caseRows.js';
import { chosenRows, firstChoice, type CaseChoice } from '../../../../src/editor/evaluation/caseChoice.js';
import { caseRowHtml, countsOf } from '../../../../src/editor/evaluation/caseTableHtml.js';
import { evaluationHtml, type EvaluationPage } from '../../../../src/editor/evaluation/evaluationHtml.js';
import type { Evaluation } from '../../../../src/evaluation/evaluation.js';
import type { Html } from '../../../../src/prompts/html.js';

/** The page as it is sent. @param details of the cases that are unfolded */
export function pageOf(
  evaluation: Evaluation,
  change: Partial<EvaluationPage> = {},
  choice: Partial<CaseChoice> = {},
  details: ReadonlyMap<string, Html> = new Map(),
): string {
  const rows = casesOf(evaluation).map(caseRow);
  const made = { ...firstChoice, ...choice };
  const chosen = chosenRows(rows, made);
  return evaluationHtml({
    prompt: '/prompts/reply.prompt.yml',
    shown: { evaluation, names: { prompt: 'reply', candidate: 'v2', baseline: 'v1' }, isStale: false },
    when: 'Nov 22, 2026, 10:15 AM',
    isRunning: false,
    counts: countsOf(rows),
    choice: made,
    chosen: chosen.length,
    drawn: chosen.slice(0, made.most).map((row) => caseRowHtml(row, details.get(row.case.id))),
    ...change,
  }).text;
}

/** HTML as a person reads it. */
export function seen(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Ids of the rows, in order. */
export function idsIn(html: string): string[] {
  return [...html.matchAll(/data-action="toggle" data-value="([^"]*)"/g)].map(([, id]) => id ?? '');
}
