import * as vscode from 'vscode';
import { casesSuffix } from '../../evaluation/cases/promptOfCases.js';
import type { EvaluationWork } from '../../evaluation/work/jobs.js';
import { HumanError } from '../../prompts/humanError.js';
import { isObject } from '../../prompts/json.js';
import { fileFrom } from '../fileFrom.js';
import { requireTrust } from '../requireTrust.js';
import type { RunParts } from './runTests.js';

/**
 * Writes the output of a case into its file as the expected one. The file is shown, not saved, so that it can be undone.
 * @param argument the item of a case, or a message with it, as the menus of the Test Explorer give them
 * @throws HumanError where there is no output, or it cannot be written
 */
export async function acceptOutput(
  { items, outputs, work }: Pick<RunParts, 'items' | 'outputs'> & { readonly work: EvaluationWork },
  argument: unknown,
): Promise<void> {
  requireTrust();
  const { id, shown } = meant(argument);
  const listed = id === undefined ? undefined : items.caseOf(id);
  if (id === undefined || !listed)
    throw new HumanError('input', 'Run a case in the Test Explorer first, and accept what came out there.');
  const { handle, case: one } = listed;
  const output = shown ?? outputs.get(id);
  if (output === undefined)
    throw new HumanError(
      'input',
      `${one.id} has no output yet that could be accepted. Run it first. Nothing was changed.`,
    );
  if (!one.place.path.endsWith(casesSuffix))
    throw new HumanError(
      'refused',
      `${one.id} stands in ${one.place.path}, where no output can be accepted: that takes a file of cases (*${casesSuffix}). Nothing was changed.`,
    );

  const document = await vscode.workspace.openTextDocument(fileFrom(handle, one.place.path));
  const text = document.getText();
  const { range, text: put } = await work.run('setExpected', { text, id: one.id, expected: output });
  const name = document.uri.fsPath;
  if (document.getText() !== text) throw new HumanError('conflict', `${name} was edited meanwhile. Try again.`);
  const edit = new vscode.WorkspaceEdit();
  const start = document.positionAt(range.start);
  edit.replace(document.uri, new vscode.Range(start, document.positionAt(range.end)), put);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new HumanError('refused', `${name} cannot be written. Nothing was changed.`);
  const editor = await vscode.window.showTextDocument(document, { preserveFocus: true });
  const end = document.positionAt(range.start + put.length);
  editor.revealRange(new vscode.Range(start, end), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The item that is meant, and the message's own output: that is what a person looks at, though it may not be the last. */
function meant(argument: unknown): { readonly id?: string; readonly shown?: string } {
  if (!isObject(argument)) return {};
  const { id, test, message } = argument;
  if (typeof id === 'string') return { id };
  const shown = isObject(message) ? message['actualOutput'] : undefined;
  return { ...meant(test), ...(typeof shown === 'string' && { shown }) };
}
