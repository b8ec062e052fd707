import type * as vscode from 'vscode';
import type { PromptDocument } from '../../prompts/promptDocument.js';

/** Understands the text of a prompt as it is typed; undefined where the file is no prompt. */
export type PromptOf = (document: vscode.TextDocument) => Promise<PromptDocument | undefined>;
