import * as vscode from 'vscode';
import { isObject } from '../../prompts/json.js';
import { versionIdPattern } from '../../workspace/version.js';
import { baselineOf, comparedWithFile } from '../compare/baseline.js';
import { isUnsaved } from '../compare/history.js';
import type { VersionPoint } from '../compare/point.js';
import type { Disposable } from '../disposable.js';
import type { Projects, PromptHandle } from '../projects.js';

/** Which version the marks in a prompt's text are against. */
export interface Marks {
  /** A person has chosen another version for some prompt. */
  readonly onDidChoose: vscode.Event<void>;
  /**
   * The version that a person chose, else what the file is compared with where nobody says otherwise. Undefined where
   * there is none, or no git.
   */
  since(handle: PromptHandle): Promise<VersionPoint | undefined>;
}

/** Where choices are kept: by address of the prompt, in the state of the workspace. */
const choicesKey = 'marksSince';

/** Keeps the choices, and asks git for the version that stands in for one only when something may have changed. */
export class MarkedSince implements Marks, Disposable {
  private readonly chose = new vscode.EventEmitter<void>();
  readonly onDidChoose = this.chose.event;
  private readonly usual = new Map<string, Promise<VersionPoint | undefined>>();
  /** What the usual versions were found for: the list is a new one whenever git has changed. */
  private handles: readonly PromptHandle[] = [];

  constructor(
    private readonly projects: Projects,
    private readonly memory: vscode.Memento,
  ) {}

  async since(handle: PromptHandle): Promise<VersionPoint | undefined> {
    if (!handle.project) return undefined;
    return this.choiceFor(handle) ?? baselineOf(this.projects, handle) ?? this.usualFor(handle);
  }

  /** @param point undefined for what is compared where nobody says otherwise */
  async choose(handle: PromptHandle, point: VersionPoint | undefined): Promise<void> {
    const { [handle.uri.toString()]: _, ...others } = this.choices();
    await this.memory.update(choicesKey, point ? { ...others, [handle.uri.toString()]: point } : others);
    this.chose.fire();
  }

  dispose(): void {
    this.chose.dispose();
  }

  private choices(): Readonly<Record<string, unknown>> {
    const kept = this.memory.get<unknown>(choicesKey);
    return isObject(kept) ? kept : {};
  }

  private choiceFor({ uri }: PromptHandle): VersionPoint | undefined {
    const kept = this.choices()[uri.toString()];
    if (!isObject(kept)) return undefined;
    const { id, path, commit } = kept;
    if (typeof id !== 'string' || !versionIdPattern.test(id) || typeof path !== 'string') return undefined;
    return { kind: 'version', id, path, ...(typeof commit === 'string' && { commit }) };
  }

  private usualFor(handle: PromptHandle): Promise<VersionPoint | undefined> {
    if (this.handles !== this.projects.handles) this.usual.clear();
    this.handles = this.projects.handles;
    const unsaved = isUnsaved(handle.uri);
    const key = [handle.uri.toString(), unsaved, this.projects.isDraft(handle)].join('\n');
    const known = this.usual.get(key) ?? comparedWithFile(this.projects, handle, unsaved);
    this.usual.set(key, known);
    known.catch(() => this.usual.delete(key));
    return known;
  }
}
