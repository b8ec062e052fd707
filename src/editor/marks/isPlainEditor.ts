import type * as vscode from 'vscode';

/** Whether an editor stands in a tab of its own: those inside diff editors and others have no column. */
export function isPlainEditor({ viewColumn }: vscode.TextEditor): boolean {
  return viewColumn !== undefined;
}
