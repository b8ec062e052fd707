import type { Diagnostic } from '../../prompts/diagnostic.js';
import type { CasePlace } from './case.js';

/** Something that another tool would do with a case, and this one does not. */
export interface Unsupported {
  /** As it is written: `options.transform`. */
  readonly what: string;
  /** One sentence: why not, and what that means for the cases. */
  readonly why: string;
  readonly where: CasePlace;
}

/** Something wrong in a file that cases are read from. */
export interface CaseProblem extends Diagnostic {
  readonly path: string;
}

/** How many remarks of a kind are kept: a file of 100,000 bad lines says the same each time. */
const most = 1000;

/** Collects what there is to say about the sources of cases, while they are read. */
export class CaseReport {
  private readonly named = new Map<string, Unsupported>();
  private readonly found: CaseProblem[] = [];

  /** Each thing once per file. */
  get unsupported(): readonly Unsupported[] {
    return [...this.named.values()];
  }

  get problems(): readonly CaseProblem[] {
    return this.found;
  }

  refuse(what: string, why: string, where: CasePlace): void {
    const key = `${where.path}\n${what}`;
    if (!this.named.has(key) && this.named.size < most) this.named.set(key, { what, why, where });
  }

  add(path: string, diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics.slice(0, most - this.found.length)) this.found.push({ ...diagnostic, path });
  }

  /** Takes in what another one has. */
  join({ unsupported, problems }: CaseReport): void {
    for (const { what, why, where } of unsupported) this.refuse(what, why, where);
    for (const { path, ...problem } of problems) this.add(path, [problem]);
  }

  error(code: string, message: string, { path, range }: CasePlace): void {
    this.add(path, [{ severity: 'error', code, message, range }]);
  }

  warning(code: string, message: string, { path, range }: CasePlace): void {
    this.add(path, [{ severity: 'warning', code, message, range }]);
  }
}
