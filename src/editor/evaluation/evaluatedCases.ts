import type { Html } from '../../prompts/html.js';
import type { PromptWork } from '../../prompts/work/promptWork.js';
import { inSlices } from '../inSlices.js';
import { caseDetailHtml } from './caseDetailHtml.js';
import { caseMarks } from './caseMarks.js';
import { caseRow, casesOf, type CaseRow } from './caseRows.js';
import type { ShownEvaluation } from './evaluations.js';

/** So many rows are made ready at a stretch. */
const together = 500;

/** The cases of one evaluation, made ready for the page: rows at once, all else of a case when it is unfolded. */
export class EvaluatedCases {
  readonly rows: Promise<readonly CaseRow[]>;
  private readonly details = new Map<string, Html>();

  constructor(
    private readonly shown: Pick<ShownEvaluation, 'evaluation' | 'names'>,
    private readonly work: PromptWork,
  ) {
    this.rows = inSlices(casesOf(shown.evaluation), together, caseRow);
  }

  isOf({ evaluation }: ShownEvaluation): boolean {
    return evaluation === this.shown.evaluation;
  }

  /**
   * What is shown below the rows of some cases.
   * @param ids of the cases @param now epoch milliseconds
   * @param onMarking is given what ends when the words that differ are marked, too; called where they are not yet
   */
  async detailsOf(
    ids: ReadonlySet<string>,
    now: number,
    onMarking: (marking: Promise<void>) => void,
  ): Promise<ReadonlyMap<string, Html>> {
    const details = new Map<string, Html>();
    const unmarked: CaseRow[] = [];
    for (const row of await this.rows) {
      const { id } = row.case;
      if (!ids.has(id)) continue;
      const known = this.details.get(id);
      if (!known) unmarked.push(row);
      details.set(id, known ?? caseDetailHtml({ row, names: this.shown.names, now }));
    }
    for (const [id, detail] of details) this.details.set(id, detail);
    if (unmarked.length > 0) onMarking(this.mark(unmarked, now));
    return details;
  }

  private async mark(rows: readonly CaseRow[], now: number): Promise<void> {
    for (const row of rows) {
      const marks = await caseMarks(this.work, row);
      this.details.set(row.case.id, caseDetailHtml({ row, names: this.shown.names, now, marks }));
    }
  }
}
