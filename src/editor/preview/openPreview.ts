import * as vscode from 'vscode';
import type { ActivePrompt } from '../activePrompt.js';
import { chosenPrompt } from '../commands/chosenPrompt.js';
import type { Point } from '../compare/point.js';
import { pointAt } from '../versions/chosenVersion.js';
import { isVersionsRow } from '../versions/isVersionsRow.js';
import type { PreviewParts } from './previewParts.js';
import { showOnPage } from './showOnPage.js';

/**
 * Shows the prompt, or the version, that the command was called on, filled in, beside the editor. The tab follows the
 * active prompt from then on.
 */
export async function openPreview(parts: PreviewParts, argument: unknown): Promise<void> {
  const { active } = parts;
  const handle = await chosenPrompt(parts, argument, 'Open Preview');
  if (!handle) return;
  const point = isVersionsRow(argument) ? pointAt(argument) : argument === undefined ? activePoint(active) : file;
  const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  const opened = showOnPage(parts, 'preview', { handle, points: [point] }, place);
  if (!opened) return;
  let followed = keyOf(active);
  const following = active.onDidChange(() => {
    const key = keyOf(active);
    if (!active.handle || key === followed) return;
    followed = key;
    opened.show({ handle: active.handle, points: [activePoint(active)] });
  });
  opened.panel.onDidDispose(() => {
    following.dispose();
  });
}

const file: Point = { kind: 'file' };

function activePoint({ version }: ActivePrompt): Point {
  return version ? { kind: 'version', id: version.id, path: version.path } : file;
}

function keyOf({ handle, version }: ActivePrompt): string {
  return `${handle?.uri.toString()}\n${version?.id}`;
}
