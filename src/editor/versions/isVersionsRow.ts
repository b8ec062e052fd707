import type { DraftRow, VersionRow } from './versionRows.js';

/** Whether what VS Code passed to a command is a row of the Versions view that can be compared. */
export function isVersionsRow(argument: unknown): argument is VersionRow | DraftRow {
  const kind = typeof argument === 'object' && argument !== null && 'kind' in argument ? argument.kind : undefined;
  return kind === 'version' || kind === 'draft';
}
