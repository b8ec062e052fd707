import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { ActivePrompt } from '../activePrompt.js';
import type { Dialogs } from '../dialogs.js';
import type { Projects, PromptHandle } from '../projects.js';

export interface PromptChoice {
  readonly projects: Projects;
  readonly active: ActivePrompt;
  readonly dialogs: Dialogs;
}

/**
 * The prompt that a command is about: that of the row or file it was called on, else the active one, else a chosen one.
 * @param title of the quick pick
 * @param suits which prompts it offers; all of them where none suits
 */
export async function chosenPrompt(
  { projects, active, dialogs }: PromptChoice,
  argument: unknown,
  title: string,
  suits: (handle: PromptHandle) => boolean = () => true,
): Promise<PromptHandle | undefined> {
  await projects.load();
  const uri = uriIn(argument);
  if (uri) return projects.handleOf(uri) ?? noPrompt(uri);
  if (active.handle) return active.handle;
  const suiting = projects.handles.filter(suits);
  const offered = suiting.length > 0 ? suiting : projects.handles;
  const choices = offered.map((handle) => ({
    label: handle.prompt.name,
    description: handle.prompt.path,
    value: handle,
  }));
  return dialogs.pick(
    { title, placeHolder: choices.length > 0 ? 'Which prompt?' : 'There are no prompts in this workspace yet' },
    choices,
  );
}

/** A tree's node carries the handle it was drawn from; there may be a newer one by now, so that only its address counts. */
function uriIn(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument !== 'object' || argument === null || !('handle' in argument)) return undefined;
  const { handle } = argument;
  if (typeof handle !== 'object' || handle === null || !('uri' in handle)) return undefined;
  return handle.uri instanceof vscode.Uri ? handle.uri : undefined;
}

/** Never another prompt than the one that was meant. */
function noPrompt(uri: vscode.Uri): never {
  const path = vscode.workspace.asRelativePath(uri);
  throw new HumanError('input', `${path} is no prompt of this workspace, or is one no longer. Nothing was changed.`);
}
