import type * as vscode from 'vscode';
import type { PromptWork } from '../../prompts/work/promptWork.js';
import type { Point } from '../compare/point.js';
import type { PromptHandle } from '../projects.js';
import type { VersionParts } from '../versions/chosenVersion.js';
import type { InputChoice } from './chosenInputs.js';

/** What previews are made with. */
export interface PreviewParts extends VersionParts {
  readonly work: PromptWork;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
  readonly open: OpenPreviews;
}

/** What this window keeps of previews. */
export interface OpenPreviews {
  /** The tab of each kind, while it is open. */
  readonly pages: Map<PreviewKind, PreviewTab>;
  /** The inputs that people chose, by the address of the prompt. */
  readonly choices: Map<string, InputChoice>;
}

export type PreviewKind = 'preview' | 'sideBySide';

/** What a tab shows: one point of a prompt's history, or two beside each other. */
export interface Shown {
  readonly handle: PromptHandle;
  readonly points: readonly [Point] | readonly [Point, Point];
}

export interface PreviewTab {
  readonly panel: vscode.WebviewPanel;
  /** Shows something else from now on. */
  show(shown: Shown): void;
}
