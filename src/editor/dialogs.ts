import * as vscode from 'vscode';

/** A modal question. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The button that says yes. */
  readonly button: string;
  /** What will be written, as a unified diff to look at before answering. */
  readonly changes?: string;
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** How people are asked; undefined and false where they turn away. */
export interface Dialogs {
  confirm(question: Question): Promise<boolean>;
  /** A text that is not empty. */
  text(question: { readonly title: string; readonly prompt: string }): Promise<string | undefined>;
  /** A secret; empty where there is to be none. */
  secret(question: { readonly title: string; readonly prompt: string }): Promise<string | undefined>;
  pick<T>(
    question: { readonly title: string; readonly placeHolder: string },
    choices: readonly Choice<T>[],
  ): Promise<T | undefined>;
}

const showChanges = 'Show Changes';

/** Asks in the window. */
export const windowDialogs: Dialogs = {
  confirm: async ({ message, detail, button, changes }) => {
    const answer = await vscode.window.showWarningMessage(
      message,
      { modal: true, detail },
      button,
      ...(changes === undefined ? [] : [showChanges]),
    );
    if (answer !== showChanges || changes === undefined) return answer === button;
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'diff', content: changes }),
    );
    // Asked again beside the document, which a modal would cover.
    return (await vscode.window.showWarningMessage(message, button)) === button;
  },
  text: async ({ title, prompt }) => {
    const answer = await vscode.window.showInputBox({
      title,
      prompt,
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? 'Some words are needed.' : undefined),
    });
    return answer?.trim() || undefined;
  },
  secret: async (question) =>
    vscode.window.showInputBox({
      ...question,
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        /^[\x21-\x7e]*$/.test(text) ? undefined : 'A token has no spaces and no letters outside ASCII.',
    }),
  pick: async (question, choices) =>
    (await vscode.window.showQuickPick([...choices], { ...question, matchOnDescription: true, matchOnDetail: true }))
      ?.value,
};
