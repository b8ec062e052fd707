import { html, type Html } from '../../prompts/html.js';
import { shorten } from '../../prompts/shorten.js';
import { counted, idOf } from '../preview/pieces.js';
import type { CaseChoice, SortKey } from './caseChoice.js';
import type { CaseRow, RowOutcome } from './caseRows.js';

export interface CaseTable {
  /** How many cases of each outcome there are, in the order of the outcomes. */
  readonly counts: ReadonlyMap<RowOutcome, number>;
  readonly choice: CaseChoice;
  /** How many cases are wanted. */
  readonly chosen: number;
  /** The rows that are shown of them, each made by `caseRowHtml`. */
  readonly drawn: readonly Html[];
}

const most = { tags: 6, characters: 300 } as const;

/** Pure. @param rows in the order of their ranks */
export function countsOf(rows: readonly CaseRow[]): CaseTable['counts'] {
  const counts = new Map<RowOutcome, number>();
  for (const { outcome } of rows) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}

/** Pure. The cases that are wanted, one row each, with what chooses and sorts them. */
export function caseTableHtml({ counts, choice, chosen, drawn }: CaseTable): Html {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const more = chosen - drawn.length;
  return html`<div class="bar">
      <h2>Cases</h2>
      ${outcomesHtml(counts, all, choice)}
      <span class="grow"></span>
      <input
        id="filter"
        type="search"
        data-action="filter"
        value="${choice.text}"
        placeholder="Filter by id, tag or reason"
        aria-label="Filter cases"
      />
      <span class="quiet" role="status">${chosen < all && `${chosen.toLocaleString('en')} of `}${counted(all, 'case')}</span>
    </div>
    ${chosen === 0 ? html`<p class="quiet">No case is like that.</p>` : tableHtml(drawn, choice)}
    ${more > 0 && html`<p><button id="more" data-action="more">Show More</button> <span class="quiet">${more.toLocaleString('en')} not shown</span></p>`}`;
}

/** Sign, name, and name of several. */
const outcomes: Readonly<Record<RowOutcome, readonly [sign: string, name: string, several: string]>> = {
  regression: ['✕', 'regression', 'Regressions'],
  win: ['✓', 'win', 'Wins'],
  tie: ['=', 'tie', 'Ties'],
  failed: ['✕', 'failed', 'Failed'],
  missing: ['?', 'missing', 'Missing'],
  passed: ['✓', 'passed', 'Passed'],
};

/** One button for each outcome that there is. */
function outcomesHtml(counts: CaseTable['counts'], all: number, { outcome }: CaseChoice): Html {
  const button = (value: string, name: string, count: number): Html =>
    html`<button id="outcome-${value}" data-action="outcome" data-value="${value}" aria-pressed="${String(value === (outcome ?? 'all'))}">
      ${name} <span class="number">${count.toLocaleString('en')}</span>
    </button>`;
  return html`<div class="choice" role="group" aria-label="Outcome">
    ${button('all', 'All', all)} ${[...counts].map(([of, count]) => button(of, outcomes[of][2], count))}
  </div>`;
}

function tableHtml(drawn: readonly Html[], { sort }: CaseChoice): Html {
  const head = (key: SortKey, name: string): Html => {
    const isSorted = sort.by === key;
    const order = sort.descending ? 'descending' : 'ascending';
    return html`<th scope="col" class="${key}" ${isSorted && html`aria-sort="${order}"`}>
      <button id="sort-${key}" class="link" data-action="sort" data-value="${key}">
        ${name}<span class="sign" aria-hidden="true">${isSorted && (sort.descending ? '▾' : '▴')}</span>
      </button>
    </th>`;
  };
  return html`<table id="cases" class="cases" role="treegrid" aria-label="Cases">
    <thead>
      <tr>
        ${head('outcome', 'Outcome')} ${head('id', 'Case')} ${head('score', 'Score')}
        <th scope="col">Reason</th>
      </tr>
    </thead>
    <tbody>
      ${drawn}
    </tbody>
  </table>`;
}

/** Pure. @param detail what stands below the row where it is unfolded */
export function caseRowHtml(row: CaseRow, detail: Html | undefined): Html {
  const { outcome, reason } = row;
  const { id, tags, critical } = row.case;
  const [sign, name] = outcomes[outcome];
  const key = idOf(id);
  const more = tags.length - most.tags;
  return html`<tr id="case-${key}" data-action="toggle" data-value="${id}" tabindex="-1" aria-level="1" aria-expanded="${String(detail !== undefined)}">
      <td class="outcome ${outcome}"><span class="sign" aria-hidden="true">${sign}</span>${name}</td>
      <td class="id">
        ${shorten(id, 100)} ${critical && html`<span class="badge">critical</span>`}
        ${tags.slice(0, most.tags).map((tag) => html`<span class="tag">${shorten(tag)}</span> `)}${more > 0 && html`<span class="quiet">+${more}</span>`}
      </td>
      <td class="score">${scoreWords(row)}</td>
      <td class="reason"><div>${shorten(reason, most.characters)}</div></td>
    </tr>
    ${detail && html`<tr id="detail-${key}" class="detail" aria-level="2"><td colspan="4">${detail}</td></tr>`}`;
}

/** `100 % → 50 %`, or one of them where both are the same or there is no baseline. */
function scoreWords({ baseline, candidate }: CaseRow): string {
  const [before, after] = [baseline, candidate].map((result) => words(result?.score));
  return !baseline || before === after ? `${after}` : `${before} → ${after}`;
}

function words(score: number | undefined): string {
  return score === undefined ? '–' : `${Number((score * 100).toFixed(1))} %`;
}
