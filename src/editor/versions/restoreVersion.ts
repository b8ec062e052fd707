import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import { isUnsaved, labelIn } from '../compare/history.js';
import { chosenVersion, type VersionParts } from './chosenVersion.js';

/** Puts the text of a version into the prompt's file, and into those that it includes, unsaved: it can be looked at and undone. */
export async function restoreVersion(parts: VersionParts, argument: unknown): Promise<void> {
  const target = await chosenVersion(parts, argument, 'Restore Version');
  if (!target) return;
  const { history, point } = target;
  const { handle, project } = history;
  const { uri, prompt } = handle;
  const label = labelIn(history, point);
  if (isUnsaved(uri) && !(await parts.dialogs.confirm(unsavedQuestion(prompt.name, label)))) return;
  const { readVersionFiles } = await import('../../workspace/versionContent.js');
  const { main, includes } = await readVersionFiles(project.repository, point);
  for (const [file, content] of includes) await restoreFile(vscode.Uri.joinPath(uri, '..', file), file, content);
  await restoreFile(uri, prompt.path, main, true);
}

/** @param shown it is shown even where nothing in it changes */
async function restoreFile(uri: vscode.Uri, path: string, content: Uint8Array, shown = false): Promise<void> {
  // Documents have no byte order mark; the decoder takes it away.
  const text = new TextDecoder().decode(content);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new HumanError('refused', `${path} cannot be written; it is as it was.`);
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() === text && !shown) return;
  await vscode.window.showTextDocument(document, { preview: false });
  const restored = new vscode.WorkspaceEdit();
  restored.replace(uri, document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text);
  if (!(await vscode.workspace.applyEdit(restored)))
    throw new HumanError('refused', `${path} cannot be edited; it is as it was.`);
}

function unsavedQuestion(name: string, label: string) {
  return {
    message: `Replace the unsaved changes of ${name} by ${label}?`,
    detail: `The file is not saved by this; Undo brings your changes back.`,
    button: 'Restore',
  };
}
