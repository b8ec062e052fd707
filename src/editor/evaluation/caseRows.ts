import type { CaseResult } from '../../evaluation/caseResult.js';
import type { Case } from '../../evaluation/cases/case.js';
import type { Outcome } from '../../evaluation/comparison/compareRuns.js';
import type { Evaluation } from '../../evaluation/evaluation.js';
import { reasonsOf } from '../../evaluation/evaluationWords.js';

/** What became of a case against the baseline; where there is none, what it came to. */
export type RowOutcome = Outcome | 'failed' | 'passed';

/** A case as the page lists it. */
export interface CaseRow {
  readonly case: Case;
  /** Where it stands in the order that the page begins with. */
  readonly rank: number;
  readonly outcome: RowOutcome;
  readonly baseline?: CaseResult;
  readonly candidate: CaseResult;
  /** Candidate minus baseline, -1 to 1; absent where a side has no score. */
  readonly scoreDelta?: number;
  /** Why it came out so, as a sentence; empty where there is nothing to say. */
  readonly reason: string;
  /** What the filter looks at, in lower case. */
  readonly words: string;
  /** What its id is sorted by: `case-2` before `case-10`. Comparing as people do would hold the thread for too long. */
  readonly idKey: string;
}

/** A case before its row is made, with both results. */
export type UnreadRow = Omit<CaseRow, 'reason' | 'words' | 'idKey'>;

/** The order of outcomes where there is no baseline. */
const ranks: Readonly<Record<CaseResult['status'], number>> = { failed: 0, missing: 1, unchecked: 1, passed: 2 };

/** Pure. All cases: regressions first, critical ones before the others, then wins, ties, missing; else failures first. */
export function casesOf({ comparison, run }: Pick<Evaluation, 'comparison' | 'run'>): readonly UnreadRow[] {
  if (comparison)
    return comparison.cases.map(({ outcome, baseline, candidate, scoreDelta }, rank) => ({
      case: candidate.case,
      rank,
      outcome,
      ...(baseline && { baseline }),
      candidate,
      ...(scoreDelta !== undefined && { scoreDelta }),
    }));
  const place = ({ status, case: { critical } }: CaseResult): number => ranks[status] - (critical ? 0.5 : 0);
  return [...run.results]
    .sort((a, b) => place(a) - place(b))
    .map((candidate, rank) => {
      const { status } = candidate;
      return { case: candidate.case, rank, outcome: status === 'unchecked' ? 'missing' : status, candidate };
    });
}

const longestNumber = 12;

/** Pure. */
export function caseRow(unread: UnreadRow): CaseRow {
  const { id, description = '', tags } = unread.case;
  const reason = reasonOf(unread);
  const words = [id, description, ...tags, reason].join('\n').toLowerCase();
  const idKey = id.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(longestNumber, '0'));
  return { ...unread, reason, words, idKey };
}

function reasonOf({ outcome, baseline, candidate }: UnreadRow): string {
  const [before, after] = [baseline && reasonsOf(baseline)[0], reasonsOf(candidate)[0]];
  switch (outcome) {
    case 'win':
      return before === undefined ? '' : `Before: ${before}`;
    case 'tie':
      return after === undefined ? '' : `As before: ${after}`;
    case 'missing':
      return after ?? (before === undefined ? '' : `Baseline: ${before}`);
    default:
      return after ?? '';
  }
}
