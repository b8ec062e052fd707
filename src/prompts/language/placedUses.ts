import type { PromptDocument } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';

/**
 * Where a prompt's variables are used, in the order of the file. A use whose place is not known exactly, because the
 * text stands in the file with escapes or folded, is left out.
 */
export function placedUses({ source, variables }: PromptDocument): readonly TextRange[] {
  return variables
    .flatMap(({ name, uses }) => uses.filter(({ start, end }) => source.slice(start, end) === name))
    .sort((a, b) => a.start - b.start);
}
