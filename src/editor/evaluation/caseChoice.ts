import type { CaseRow, RowOutcome } from './caseRows.js';

export type SortKey = 'outcome' | 'id' | 'score';

/** Which cases a person wants to see, and in which order. */
export interface CaseChoice {
  /** Absent: all. */
  readonly outcome?: RowOutcome;
  /** What stands in the id, description, tags or reason. */
  readonly text: string;
  readonly sort: { readonly by: SortKey; readonly descending: boolean };
  /** How many rows are shown at most. */
  readonly most: number;
}

/** So many rows are drawn at once: more than a person reads, and few enough to be quick. */
const together = 200;

export const firstChoice: CaseChoice = { text: '', sort: { by: 'outcome', descending: false }, most: together };

const outcomes: readonly RowOutcome[] = ['regression', 'win', 'tie', 'missing', 'failed', 'passed'];
const sortKeys: readonly SortKey[] = ['outcome', 'id', 'score'];

/** Pure. The choice after a person did something on the page; the same one where that is no matter of it. */
export function choose(choice: CaseChoice, action: string, value: string): CaseChoice {
  switch (action) {
    case 'outcome': {
      const { outcome: _, ...rest } = choice;
      const outcome = outcomes.find((one) => one === value);
      return { ...rest, ...(outcome && { outcome }), most: together };
    }
    case 'filter':
      return { ...choice, text: value, most: together };
    case 'sort': {
      const { sort } = choice;
      const by = sortKeys.find((key) => key === value) ?? sort.by;
      return { ...choice, sort: { by, descending: by === sort.by && !sort.descending }, most: together };
    }
    case 'more':
      return { ...choice, most: choice.most + together };
    default:
      return choice;
  }
}

/** Pure. The rows that are wanted, in the wanted order. @param rows in the order of their ranks */
export function chosenRows(rows: readonly CaseRow[], { outcome, text, sort }: CaseChoice): readonly CaseRow[] {
  const wanted = text.trim().toLowerCase();
  const found = rows.filter(
    (row) => (outcome === undefined || row.outcome === outcome) && (wanted === '' || row.words.includes(wanted)),
  );
  const inOrder = sort.by === 'outcome' ? found : found.sort(orders[sort.by]);
  return sort.descending ? inOrder.reverse() : inOrder;
}

const orders: Readonly<Record<Exclude<SortKey, 'outcome'>, (a: CaseRow, b: CaseRow) => number>> = {
  id: (a, b) => (a.idKey < b.idKey ? -1 : a.idKey > b.idKey ? 1 : a.rank - b.rank),
  // The largest loss first; what has no difference stands behind.
  score: (a, b) => (a.scoreDelta ?? 2) - (b.scoreDelta ?? 2) || a.rank - b.rank,
};
