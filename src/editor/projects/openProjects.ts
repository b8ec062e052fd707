import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { messageOf } from '../../prompts/humanError.js';
import type { Environment, ProjectOptions } from '../../project/project.js';
import type { LogSnapshot } from '../../rollout/log/logBranch.js';
import { unreleased } from '../../rollout/state.js';
import type { Token } from '../../workspace/tokens.js';
import type { VersionId } from '../../workspace/version.js';
import { debounced } from '../debounced.js';
import type { Disposable } from '../disposable.js';
import type { Problem, Projects, PromptHandle, Seen, ShownLog } from '../projects.js';
import { tell } from '../commands/registerCommands.js';
import { concernedBy, isIncludable } from './concernedBy.js';
import { draftsAmong } from './drafts.js';
import { findHandles, goneHandles, type FoundHandles } from './handles.js';
import { inParallel } from './inParallel.js';
import { Ordinals, versionsIn } from './ordinals.js';
import { findRoots, type Root, type RootParts } from './roots.js';
import { seenInLog } from './seenInLog.js';
import { watchFiles, type Change } from './watchFiles.js';

const quietMilliseconds = 250;
/** Views draw anew no more often than this, however many prompts are observed. */
const drawMilliseconds = 100;
/** How many prompts are observed at the same time. */
const observers = 4;
const environmentKey = 'environment';

/** The prompts of the window. Looks at nothing before `load` is called. */
export function openProjects(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  judge: ProjectOptions['judge'],
  token: Token,
): Projects {
  // However often the workspace is opened anew, it is this window that watches.
  return new OpenProjects(context.workspaceState, log, { judge, token, watcher: randomUUID() });
}

class OpenProjects implements Projects {
  handles: readonly PromptHandle[] = [];
  logs: readonly ShownLog[] = [];
  problems: readonly Problem[] = [];
  environments: readonly string[] = [];

  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  private readonly stop = new AbortController();
  private readonly disposables: Disposable[] = [this.changed];
  private readonly waiting = new Set<Change>();
  private readonly work = debounced(quietMilliseconds, () => this.catchUp());
  private announcing: NodeJS.Timeout | undefined;
  private watching: vscode.Disposable | undefined;
  private loading: Promise<void> | undefined;
  private roots: readonly Root[] = [];
  private found: readonly FoundHandles[] = [];
  private byUri: ReadonlyMap<string, PromptHandle> = new Map();
  /** The logs as they were read last. */
  private read: ReadonlyMap<Environment, LogSnapshot> = new Map();
  private readonly observed = new Map<string, Seen>();
  private drafts: ReadonlySet<string> = new Set();
  private readonly ordinals = new Ordinals();

  constructor(
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
    private readonly parts: RootParts,
  ) {
    const reopen = (): void => this.take('configuration');
    this.disposables.push(
      this.work,
      vscode.workspace.onDidChangeWorkspaceFolders(reopen),
      vscode.workspace.onDidGrantWorkspaceTrust(reopen),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude')) reopen();
      }),
    );
  }

  load(): Promise<void> {
    const tell = (error: unknown): void => this.tell(error);
    // The prompts are shown as soon as their logs are read; what is served and measured follows.
    this.loading ??= this.open().then(() => void this.look().catch(tell), tell);
    return this.loading;
  }

  handleOf(uri: vscode.Uri): PromptHandle | undefined {
    return this.byUri.get(uri.toString());
  }

  isPartial(uri: vscode.Uri): boolean {
    return this.roots.some((root) => {
      const path = root.pathOf(uri);
      return path !== undefined && root.isPartial(path);
    });
  }

  seen(handle: PromptHandle): Seen | undefined {
    return this.observed.get(keyOf(handle));
  }

  isDraft(handle: PromptHandle): boolean {
    return this.drafts.has(keyOf(handle));
  }

  versionName(handle: PromptHandle, version: VersionId): string {
    return this.ordinals.nameOf(keyOf(handle), version);
  }

  async nameVersions(handle: PromptHandle, versions: readonly VersionId[]): Promise<void> {
    if (await this.ordinals.count(keyOf(handle), handle, versions, this.stop.signal)) this.announce();
  }

  async chooseEnvironment(name: string): Promise<void> {
    await this.memory.update(environmentKey, name);
    this.observed.clear();
    await this.find();
    await this.look();
  }

  saw(handle: PromptHandle, seen: Seen): void {
    this.observed.set(keyOf(handle), seen);
    this.announce();
  }

  async refresh(handle?: PromptHandle): Promise<void> {
    await this.load();
    if (!handle) return this.reopen();
    await this.readLogs();
    await this.observe([handle]);
  }

  dispose(): void {
    this.stop.abort();
    clearTimeout(this.announcing);
    this.watching?.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Notes what changed; it is caught up with when things are quiet. */
  private take(change: Change): void {
    if (!this.loading) return;
    this.waiting.add(change);
    this.work();
  }

  private async catchUp(): Promise<void> {
    const changes = [...this.waiting];
    this.waiting.clear();
    const has = (change: Change): boolean => changes.includes(change);
    try {
      if (has('configuration')) await this.reopen();
      else if (has('prompts')) await this.find().then(() => this.look());
      else await this.lookAgain(has('git'), has('traffic'), changes);
    } catch (error) {
      this.tell(error);
    }
  }

  /** Looks at what git, the backend's files and saved prompts tell; which prompts there are has not changed. */
  private async lookAgain(git: boolean, traffic: boolean, changes: readonly Change[]): Promise<void> {
    const saved = changes.flatMap((change) => (typeof change === 'string' ? [] : change.saved));
    if (git || saved.length > 0) await this.readDrafts(git ? this.handles : await concernedBy(saved, this.handles));
    if (!git && !traffic) return;
    await this.readLogs();
    await this.observe(this.logged());
  }

  private tell(error: unknown): void {
    if (!this.stop.signal.aborted) tell(this.log, 'looking at the workspace', error);
  }

  private async reopen(): Promise<void> {
    await this.open();
    await this.look();
  }

  private async open(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders?.map(({ uri }) => uri) ?? [];
    const roots = await findRoots(folders, vscode.workspace.isTrusted, this.parts, this.stop.signal);
    this.environments = [
      ...new Set(roots.flatMap(({ project }) => project?.environments.map(({ name }) => name) ?? [])),
    ];
    this.watching?.dispose();
    this.watching = watchFiles(
      folders,
      roots,
      (uri) => isIncludable(uri, this.handles),
      (change) => this.take(change),
    );
    this.roots = roots;
    await this.find();
  }

  private async find(): Promise<void> {
    const environment = this.memory.get<string>(environmentKey);
    const finding = this.roots.map((root) =>
      findHandles(root, environment, this.stop.signal).catch((error: unknown): FoundHandles => {
        return { root, handles: [], ids: new Set(), problem: this.problemOf(root, error) };
      }),
    );
    this.found = await Promise.all(finding);
    // The first time they are shown before their logs are read; later those whose file is gone must not vanish meanwhile.
    if (this.handles.length === 0) this.show(this.found.flatMap(({ handles }) => handles));
    await this.readLogs();
  }

  private async look(): Promise<void> {
    await Promise.all([this.observe(this.logged()), this.readDrafts(this.handles)]);
  }

  private show(handles: readonly PromptHandle[]): void {
    this.handles = handles;
    this.byUri = new Map(handles.map((handle) => [handle.uri.toString(), handle]));
    this.announce();
  }

  /** One look at the log of each repository tells where every prompt stands; what is served and measured comes later. */
  private async readLogs(): Promise<void> {
    const logs: ShownLog[] = [];
    const handles: PromptHandle[] = [];
    const problems: Problem[] = [];
    const read = new Map<Environment, LogSnapshot>();
    for (const found of this.found) {
      const problem = found.root.problem ?? found.problem;
      if (problem) problems.push(problem);
      const snapshot = await found.environment?.log.read(this.stop.signal).catch((error: unknown) => {
        problems.push(this.problemOf(found.root, error));
      });
      const shown = [...found.handles, ...(snapshot ? await goneHandles(found, snapshot) : [])];
      handles.push(...shown);
      if (!found.environment || !snapshot) continue;
      read.set(found.environment, snapshot);
      for (const handle of shown) this.noteState(handle, snapshot.prompts.get(handle.prompt.id)?.state ?? unreleased);
      const byId = new Map(shown.map((handle) => [handle.prompt.id, handle]));
      for (const [id, log] of snapshot.prompts) {
        const handle = byId.get(id);
        logs.push({ name: handle?.prompt.name ?? id, log, ...(handle && { handle }) });
      }
    }
    this.logs = logs;
    this.read = read;
    this.problems = problems;
    this.show(handles);
  }

  /** What goes wrong in one root is shown there, and the others go on. */
  private problemOf({ path }: Root, error: unknown): Problem {
    if (this.stop.signal.aborted) throw error;
    this.log.warn(path, error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { root: path, text: messageOf(error) };
  }

  private announce(): void {
    this.announcing ??= setTimeout(() => {
      this.announcing = undefined;
      this.changed.fire();
    }, drawMilliseconds);
  }

  private noteState(handle: PromptHandle, state: Seen['state']): void {
    const key = keyOf(handle);
    if (this.observed.get(key)?.state !== state) this.observed.set(key, seenInLog(handle, state, Date.now()));
  }

  /** The prompts that anything was ever logged of, live ones first: the others have nothing to observe. */
  private logged(): readonly PromptHandle[] {
    const live = (handle: PromptHandle): boolean => this.seen(handle)?.state.is === 'live';
    const handles = this.logs.flatMap(({ handle }) => handle ?? []);
    return [...handles.filter(live), ...handles.filter((handle) => !live(handle))];
  }

  private async observe(handles: readonly PromptHandle[]): Promise<void> {
    const { promptRef } = await import('../../project/plans.js');
    await inParallel(observers, handles, async (handle) => {
      const known = this.seen(handle);
      if (!handle.environment || !known || !('prompt' in known)) return;
      try {
        const { controller } = handle.environment;
        const read = this.read.get(handle.environment);
        const seen = await controller.observe(promptRef(handle.prompt), this.stop.signal, read);
        // Somebody may have seen something newer meanwhile.
        if (this.seen(handle) === known) this.saw(handle, seen);
      } catch (error) {
        // What is the matter with one prompt must not keep the others from being looked at.
        if (!this.stop.signal.aborted) this.log.warn(`looking at ${handle.prompt.id}: ${messageOf(error)}`);
      }
    });
    await inParallel(observers, handles, (handle) => this.nameVersions(handle, versionsIn(this.seen(handle))));
  }

  private async readDrafts(handles: readonly PromptHandle[]): Promise<void> {
    const drafts = new Set(this.drafts);
    for (const handle of handles) drafts.delete(keyOf(handle));
    for (const handle of await draftsAmong(handles, this.stop.signal)) drafts.add(keyOf(handle));
    this.drafts = drafts;
    this.announce();
  }
}

function keyOf({ project, prompt, uri, environment }: PromptHandle): string {
  return [project?.repository.root ?? uri.fsPath, prompt.id, environment?.name ?? ''].join('\n');
}
