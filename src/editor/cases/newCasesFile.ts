import * as vscode from 'vscode';
import { newCases } from '../../evaluation/cases/newCases.js';
import { HumanError } from '../../prompts/humanError.js';
import { chosenPrompt } from '../commands/chosenPrompt.js';
import { requireTrust } from '../requireTrust.js';
import { casesFile, promptFrom, promptOf, type CasesParts } from './casesFile.js';

/** Writes a commented file of cases for a prompt and opens it; one that is there already is only opened. */
export async function newCasesFile(parts: CasesParts, argument: unknown): Promise<void> {
  const handle = await chosenPrompt(parts, argument, 'New Cases File');
  if (!handle) return;
  requireTrust();
  const file = casesFile(handle);
  const text = newCases(await promptOf(handle, parts), promptFrom(file, handle));
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true, contents: new TextEncoder().encode(text) });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new HumanError('refused', `${file.fsPath} cannot be written. Nothing was changed.`);
  await vscode.window.showTextDocument(file);
}
