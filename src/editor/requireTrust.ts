import * as vscode from 'vscode';
import { HumanError } from '../prompts/humanError.js';

/** @throws HumanError where the workspace is not trusted */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new HumanError('refused', 'Files are written only in a workspace that you trust. Nothing was changed.');
}
