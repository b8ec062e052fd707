import type { Diagnostic } from '../diagnostic.js';
import type { FormatId, PromptDocument } from '../promptDocument.js';

/** A file that could not be understood: its whole text as one part, so that it can still be shown and compared. */
export function unreadDocument(format: FormatId, source: string, diagnostics: readonly Diagnostic[]): PromptDocument {
  return {
    format,
    parameters: [],
    tools: [],
    template: 'none',
    parts: source === '' ? [] : [{ role: 'user', text: source, range: { start: 0, end: source.length } }],
    variables: [],
    tests: [],
    graders: [],
    references: [],
    metadata: {},
    diagnostics,
    source,
  };
}
