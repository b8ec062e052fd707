import path from 'node:path';
import * as vscode from 'vscode';
import type { PromptText } from '../prompts/promptText.js';
import type { Point } from './compare/point.js';
import { requireProject } from './compare/history.js';
import type { PromptHandle } from './projects.js';

/**
 * The text of a prompt at a point of its history, with what it includes. Of the file as it is now, unsaved texts count,
 * and nothing is run for it.
 * @throws HumanError where it cannot be read
 */
export async function promptTextAt(handle: PromptHandle, point: Point, signal?: AbortSignal): Promise<PromptText> {
  const { readFileNow, readPromptText } = await import('../project/promptText.js');
  if (point.kind === 'version') return readPromptText(requireProject(handle), point, signal);
  const root = rootOf(handle);
  return readFileNow(root, { path: relativeTo(root, handle.uri.fsPath), unsaved: unsavedIn(root) });
}

/** The folder that a prompt may not lead out of: its repository, else the workspace's folder. */
export function rootOf({ project, uri }: PromptHandle): string {
  return project?.repository.root ?? vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(uri.fsPath);
}

/** A file's path from the root, with forward slashes. */
export function relativeTo(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}

/** Texts of open files that are not saved yet, by path from the root. */
export function unsavedIn(root: string): ReadonlyMap<string, string> {
  return new Map(
    vscode.workspace.textDocuments
      .filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file')
      .map((document) => [relativeTo(root, document.uri.fsPath), document.getText()] as const),
  );
}
