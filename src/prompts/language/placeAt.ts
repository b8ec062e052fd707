import type { Parameter, PromptDocument, Reference, Variable } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';

/** What a prompt has at a place of its file. */
export type PromptPlace =
  | { readonly is: 'variable'; readonly variable: Variable; readonly range: TextRange }
  | { readonly is: 'parameter'; readonly parameter: Parameter; readonly range: TextRange }
  | { readonly is: 'reference'; readonly reference: Reference; readonly range: TextRange };

/** The variable, reference or parameter at an offset; a parameter also at its key. Undefined where there is none. */
export function placeAt(document: PromptDocument, offset: number): PromptPlace | undefined {
  const isHere = ({ start, end }: TextRange): boolean => start <= offset && offset <= end;
  for (const variable of document.variables) {
    const range = occurrences(variable).find(isHere);
    if (range) return { is: 'variable', variable, range };
  }
  const reference = document.references.find(({ range }) => isHere(range));
  if (reference) return { is: 'reference', reference, range: reference.range };
  for (const parameter of document.parameters) {
    const range = withKey(document.source, parameter.range);
    if (isHere(range)) return { is: 'parameter', parameter, range };
  }
  return undefined;
}

/** Everywhere a variable stands: its declaration, then its uses. */
export function occurrences({ declared, uses }: Variable): readonly TextRange[] {
  return declared ? [declared, ...uses] : uses;
}

/** The range of a value with the key that stands before it on the same line. */
function withKey(source: string, { start, end }: TextRange): TextRange {
  const before = source.slice(Math.max(0, start - 80), start);
  const key = /["']?[\w.-]+["']?[ \t]*:[ \t]*["']?$/.exec(before);
  return { start: start - (key?.[0].length ?? 0), end };
}
