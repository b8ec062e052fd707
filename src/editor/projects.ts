import type * as vscode from 'vscode';
import type { Environment, Project, ProjectPrompt } from '../project/project.js';
import type { PromptLog } from '../rollout/log/logFile.js';
import type { Observation } from '../rollout/observe.js';
import type { Damage } from '../rollout/state.js';
import type { VersionId } from '../workspace/version.js';
import type { Disposable } from './disposable.js';

/** A prompt of the workspace, with all that is needed to ask about it. */
export interface PromptHandle {
  readonly prompt: ProjectPrompt;
  readonly uri: vscode.Uri;
  /** Absent where there is no git, or the workspace is not trusted: then there is no history and no rollout. */
  readonly project?: Project;
  /** The environment that the editor shows. */
  readonly environment?: Environment;
  /** The log knows a live rollout of it, but its file is gone. */
  readonly gone?: true;
}

/** What was last seen of a prompt's rollout. */
export type Seen = Observation | { readonly state: Damage };

/** What the log of the shown environment says of one prompt. */
export interface ShownLog {
  /** What people call the prompt. */
  readonly name: string;
  /** Absent where the prompt is no longer in the workspace. */
  readonly handle?: PromptHandle;
  readonly log: PromptLog;
}

/** Why a folder shows less than it could. */
export interface Problem {
  /** The folder that has it. */
  readonly root: string;
  /** Whole sentences. */
  readonly text: string;
  /** The file to mend. */
  readonly uri?: vscode.Uri;
}

/** All prompts of all workspace folders, kept up to date; the editor's parts ask here and redraw on `onDidChange`. */
export interface Projects extends Disposable {
  /** Files, git, log, backend or data have changed what there is to show. */
  readonly onDidChange: vscode.Event<void>;
  /** Settles when the prompts were found for the first time; the first call begins the search. */
  load(): Promise<void>;
  readonly handles: readonly PromptHandle[];
  handleOf(uri: vscode.Uri): PromptHandle | undefined;
  /** Whether a file is written like a prompt, but only part of those that include it. */
  isPartial(uri: vscode.Uri): boolean;
  /** The last observation of a prompt; undefined until it was observed. */
  seen(handle: PromptHandle): Seen | undefined;
  /** Whether the file differs from the committed one, as far as known. */
  isDraft(handle: PromptHandle): boolean;
  /** `v12` where the ordinal of a version is known, else its seven digits. */
  versionName(handle: PromptHandle, version: VersionId): string;
  /** Counts the ordinals of versions that are to be named. */
  nameVersions(handle: PromptHandle, versions: readonly VersionId[]): Promise<void>;
  /** Of all prompts that the shown environment has a log of. */
  readonly logs: readonly ShownLog[];
  readonly problems: readonly Problem[];
  /** Names of all environments there are. */
  readonly environments: readonly string[];
  chooseEnvironment(name: string): Promise<void>;
  /** Takes in what somebody observed. */
  saw(handle: PromptHandle, seen: Seen): void;
  /** Looks again at everything, or at one prompt. */
  refresh(handle?: PromptHandle): Promise<void>;
}

/** Whether a file is written like a prompt: it is one, or a partial. */
export function isPromptText(projects: Projects, uri: vscode.Uri): boolean {
  return projects.handleOf(uri) !== undefined || projects.isPartial(uri);
}
