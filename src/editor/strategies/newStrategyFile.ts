import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import { chosenPrompt, type PromptChoice } from '../commands/chosenPrompt.js';
import { strategyUri } from './handleOfStrategy.js';

/** Writes a commented strategy beside a prompt and opens it; one that is there already is only opened. */
export async function newStrategy(parts: PromptChoice, argument: unknown): Promise<void> {
  const handle = await chosenPrompt(parts, argument, 'New Rollout Strategy', ({ prompt }) => !prompt.strategy);
  if (!handle) return;
  if (!vscode.workspace.isTrusted) {
    throw new HumanError('refused', 'Files are written only in a workspace that you trust. Nothing was changed.');
  }
  const [{ formatOf }, { newStrategy: textFor }, { promptId }] = await Promise.all([
    import('../../prompts/formats/index.js'),
    import('../../rollout/strategy/newStrategy.js'),
    import('../../prompts/promptId.js'),
  ]);
  const promptFile = handle.prompt.path.split('/').at(-1) ?? handle.prompt.path;
  const stem = promptId(promptFile, formatOf(promptFile).suffixes);
  const file = strategyUri(handle) ?? vscode.Uri.joinPath(handle.uri, '..', `${stem}.rollout.yaml`);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true, contents: new TextEncoder().encode(textFor({ promptFile })) });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new HumanError('refused', `${file.fsPath} cannot be written. Nothing was changed.`);
  await vscode.window.showTextDocument(file);
}
