import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';

const text = `name: Support reply
description: Answers one question of a customer
model: openai/gpt-4o-mini
modelParameters:
  temperature: 0.2
messages:
  - role: system
    content: You answer questions of our customers in at most five sentences.
  - role: user
    content: '{{question}}'
`;

/** Creates a first prompt file and opens it; one that is there already is only opened. */
export async function newPrompt(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) return;
  if (!vscode.workspace.isTrusted) {
    throw new HumanError('refused', 'Files are written only in a workspace that you trust. Nothing was changed.');
  }
  const file = vscode.Uri.joinPath(folder.uri, 'prompts', 'support-reply.prompt.yml');
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { ignoreIfExists: true, contents: Buffer.from(text) });
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(file);
}
