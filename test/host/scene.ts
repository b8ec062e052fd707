import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PromptHandle } from '../../src/editor/projects.js';
import type { RolloutNode } from '../../src/editor/rollouts/rolloutNode.js';
import { rolloutsTree } from '../../src/editor/rollouts/rolloutsTree.js';
import type { TestApi } from '../../src/extension.js';
import { eventually } from './eventually.js';

export const promptText = (text: string): string => `name: Support reply
messages:
  - role: system
    content: ${text}
  - role: user
    content: '{{question}}'
`;

/** A strategy for `reply.prompt.yml`, short enough to be waited for. */
export const quickStrategy = `prompt: reply.prompt.yml
flag: reply
unit: conversation_id
stages:
  - { name: canary, traffic: 5%, bake: 4s }
  - { name: full, traffic: 100%, bake: 1s }
`;

/** The extension as the tests hold on to it, with its prompts found. */
export async function theExtension(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>('prompt-rollout.prompt-rollout');
  assert.ok(extension, 'the extension is present');
  const api = await extension.activate();
  await api.projects.load();
  return api;
}

export const run = (name: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`promptRollout.${name}`, ...args);

/** Shows these folders beside the first one; none, and only that one is left. */
export async function showFolders(...folders: string[]): Promise<void> {
  const shown = vscode.workspace.workspaceFolders?.length ?? 0;
  const wanted = folders.map((folder) => ({ uri: vscode.Uri.file(folder) }));
  if (shown === 1 && wanted.length === 0) return;
  const done = new Promise<void>((resolve) => {
    const listening = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      listening.dispose();
      resolve();
    });
  });
  assert.ok(vscode.workspace.updateWorkspaceFolders(1, shown - 1, ...wanted));
  await done;
}

/** The prompts in or below a folder. */
export function handlesIn({ projects }: TestApi, folder: string): readonly PromptHandle[] {
  return projects.handles.filter(({ uri }) => uri.fsPath.startsWith(`${folder}/`));
}

/** The rows of the Rollouts view for the prompts in a folder. */
export function rowsIn(api: TestApi, folder: string): readonly RolloutNode[] {
  const { projects } = api;
  const shown = handlesIn(api, folder).map((handle) => ({
    handle,
    seen: projects.seen(handle),
    isDraft: projects.isDraft(handle),
    nameOf: () => 'v',
  }));
  return rolloutsTree(shown, 'protect');
}

/** `name | description` of the prompts in a folder. */
export const wordsIn = (api: TestApi, folder: string): string[] =>
  rowsIn(api, folder).map(({ label, description }) => `${label} | ${description}`);

/** Waits for the rows of a folder. */
export function shows(api: TestApi, folder: string, wanted: RegExp | readonly string[]): Promise<void> {
  return eventually(() => {
    const words = wordsIn(api, folder);
    if (wanted instanceof RegExp) assert.match(words.join('\n'), wanted);
    else assert.deepEqual(words, wanted);
  }, 15_000);
}

/** What people are asked and told. */
export interface Heard {
  readonly asked: string[];
  readonly told: string[];
  /** What every question is answered with. */
  yes: boolean;
  /** What happens while a question is open. */
  whileAsked: () => Promise<void>;
  /** Lets people be asked and told again. */
  dispose(): void;
}

/** Listens and answers in place of a person. */
export function listen(api: TestApi): Heard {
  const { window } = vscode;
  const { showErrorMessage, showWarningMessage } = window;
  const dialogs = { ...api.dialogs };
  const heard: Heard = {
    asked: [],
    told: [],
    yes: true,
    whileAsked: () => Promise.resolve(),
    dispose: () => {
      Object.assign(window, { showErrorMessage, showWarningMessage });
      Object.assign(api.dialogs, dialogs);
    },
  };
  const tell = (message: string): Promise<undefined> => {
    heard.told.push(message);
    return Promise.resolve(undefined);
  };
  Object.assign(window, { showErrorMessage: tell, showWarningMessage: tell });
  Object.assign(api.dialogs, {
    confirm: async ({ message, detail }: { message: string; detail: string }) => {
      heard.asked.push(`${message}\n${detail}`);
      await heard.whileAsked();
      return heard.yes;
    },
    text: () => Promise.resolve('looked at it'),
    pick: (_question: unknown, choices: readonly { value: unknown }[]) => Promise.resolve(choices[0]?.value),
  });
  return heard;
}
