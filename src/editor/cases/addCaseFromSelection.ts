import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { PromptDocument } from '../../prompts/promptDocument.js';
import { yamlText } from '../../prompts/schemaWords.js';
import { shorten } from '../../prompts/shorten.js';
import { chosenPrompt } from '../commands/chosenPrompt.js';
import { requireTrust } from '../requireTrust.js';
import { casesFile, promptFrom, promptOf, type CasesParts } from './casesFile.js';

const title = 'Add Case from Selection';

/** Makes the selected text the value of a variable in a new case of a prompt, and shows the case to be completed. */
export async function addCaseFromSelection(parts: CasesParts): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection).replaceAll('\r\n', '\n').trim() ?? '';
  if (selected === '') throw new HumanError('input', 'Select the text that becomes the input of a case first.');
  const handle = await chosenPrompt(parts, undefined, title);
  if (!handle) return;
  requireTrust();
  const variable = await chosenVariable(parts, await promptOf(handle, parts), selected);
  if (variable === undefined) return;

  const file = casesFile(handle);
  const isThere = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  const edit = new vscode.WorkspaceEdit();
  if (!isThere) edit.createFile(file, { contents: Buffer.from(`prompt: ${yamlText(promptFrom(file, handle))}\n`) });
  if (!isThere && !(await vscode.workspace.applyEdit(edit))) throw notWritten(file);

  const document = await vscode.workspace.openTextDocument(file);
  const text = document.getText();
  const takes = { text, words: selected, vars: { [variable]: selected } };
  const { range, text: put } = await parts.work.run('addCase', takes);
  if (document.getText() !== text) throw new HumanError('conflict', `${file.fsPath} was edited meanwhile. Try again.`);
  const place = document.positionAt(range.start);
  const insertion = new vscode.WorkspaceEdit();
  insertion.insert(file, place, put);
  if (!(await vscode.workspace.applyEdit(insertion))) throw notWritten(file);
  const shown = await vscode.window.showTextDocument(document);
  const added = new vscode.Range(place, document.positionAt(range.start + put.length));
  shown.selection = new vscode.Selection(added.end, added.end);
  shown.revealRange(added, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The variable that the text is for: the only one, or a chosen one. */
async function chosenVariable(
  { dialogs }: CasesParts,
  { variables }: PromptDocument,
  selected: string,
): Promise<string | undefined> {
  const [first, second] = variables;
  if (!first) throw new HumanError('input', 'This prompt has no variables, so a case can give it nothing.');
  if (!second) return first.name;
  const choices = variables.map(({ name, type }) => ({ label: name, description: type ?? '', value: name }));
  return dialogs.pick(
    { title, placeHolder: `Which variable is "${shorten(selected.replaceAll(/\s+/g, ' '))}"?` },
    choices,
  );
}

function notWritten(file: vscode.Uri): HumanError {
  return new HumanError('refused', `${file.fsPath} cannot be written. Nothing was changed.`);
}
