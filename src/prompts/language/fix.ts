import type { TextRange } from '../textRange.js';

/** A change of the file that would mend a diagnostic. */
export interface Fix {
  readonly title: string;
  readonly range: TextRange;
  readonly text: string;
}
