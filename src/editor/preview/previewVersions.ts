import * as vscode from 'vscode';
import { chosenPair, meantPair, type Pair } from '../compare/chosenPair.js';
import { isVersionsRow } from '../versions/isVersionsRow.js';
import type { PreviewParts } from './previewParts.js';
import { showOnPage } from './showOnPage.js';

/** Shows two sides of a prompt's history, filled in with the same inputs, beside each other; the older on the left. */
export function previewSideBySide(parts: PreviewParts, { history: { handle }, left, right }: Pair): void {
  const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus: false };
  showOnPage(parts, 'sideBySide', { handle, points: [left, right] }, place);
}

/** Of rows of the Versions view, those; else what is open, or the file, with what came before. @param selected all rows */
export async function previewVersions(parts: PreviewParts, argument: unknown, selected: unknown): Promise<void> {
  const choose = isVersionsRow(argument) ? chosenPair : meantPair;
  const pair = await choose(parts, argument, selected, 'Preview Side by Side');
  if (pair) previewSideBySide(parts, pair);
}
