import * as vscode from 'vscode';
import type { VersionId } from '../../workspace/version.js';
import type { ActivePrompt } from '../activePrompt.js';
import { isCancelled } from '../commands/isCancelled.js';
import type { Comparisons } from '../comparisons.js';
import { debounced } from '../debounced.js';
import { DrawnRows } from '../drawnRows.js';
import type { Projects, PromptHandle } from '../projects.js';
import { ShownHistory } from './shownHistory.js';
import { versionItem } from './versionItem.js';
import { versionRows, type VersionsRow } from './versionRows.js';
import { versionsViewId } from './versionsViewId.js';
import { viewMessage } from './viewMessage.js';

/** Views draw anew no more often than this. */
const drawMilliseconds = 100;

/** The view of the versions of one prompt. */
export interface VersionsView {
  /** The prompt whose versions it shows. */
  readonly handle: PromptHandle | undefined;
  /** What it shows, as far as it was read. */
  readonly rows: readonly VersionsRow[];
  /** Shows the versions of another prompt, until a further one becomes active. */
  show(handle: PromptHandle): void;
  /** Shows 50 more. */
  loadMore(): Promise<void>;
  dispose(): void;
}

/** Creates the view; nothing is read before it is visible. */
export function versionsView(
  projects: Projects,
  active: ActivePrompt,
  comparisons: Comparisons,
  log: vscode.LogOutputChannel,
): VersionsView {
  return new View(projects, active, comparisons, log);
}

class View implements VersionsView, vscode.TreeDataProvider<VersionsRow> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<VersionsRow>;
  private readonly disposables: vscode.Disposable;
  /** The address, since handles are made anew. */
  private uri: vscode.Uri | undefined;
  /** The address of the prompt that was active last. */
  private followed: string | undefined;
  private history: ShownHistory | undefined;
  private readonly again = debounced(150, () => this.read());
  private reading: AbortController | undefined;
  private redrawing: NodeJS.Timeout | undefined;
  private readonly drawn = new DrawnRows<VersionsRow>();

  constructor(
    private readonly projects: Projects,
    private readonly active: ActivePrompt,
    private readonly comparisons: Comparisons,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.view = vscode.window.createTreeView(versionsViewId, { treeDataProvider: this, canSelectMany: true });
    this.disposables = vscode.Disposable.from(
      this.changed,
      this.view,
      this.again,
      active.onDidChange(() => this.follow()),
      this.view.onDidChangeVisibility(() => void this.read()),
    );
    this.follow();
  }

  get handle(): PromptHandle | undefined {
    return this.uri && this.projects.handleOf(this.uri);
  }

  show(handle: PromptHandle): void {
    if (handle.uri.toString() === this.uri?.toString()) {
      this.redraw();
      this.again();
      return;
    }
    this.uri = handle.uri;
    this.history = undefined;
    this.redraw();
    void this.read();
  }

  async loadMore(): Promise<void> {
    await this.history?.showMore();
    this.redraw();
    this.again();
  }

  dispose(): void {
    this.reading?.abort();
    clearTimeout(this.redrawing);
    this.disposables.dispose();
  }

  async getChildren(row?: VersionsRow): Promise<VersionsRow[]> {
    if (row) return [];
    await this.projects.load();
    return this.drawn.tell(this.rows);
  }

  getTreeItem(row: VersionsRow): vscode.TreeItem {
    return versionItem(row);
  }

  /** Goes to a prompt that becomes active; until then the one that was active, or chosen in Rollouts, stays. */
  private follow(): void {
    const active = this.active.handle;
    const isNew = active !== undefined && active.uri.toString() !== this.followed;
    this.followed = active?.uri.toString();
    const handle = isNew ? active : this.handle;
    if (handle) this.show(handle);
    else this.redraw();
  }

  /** Reads what is not read yet, or has changed; what was asked for before is given up. */
  private async read(): Promise<void> {
    const { handle } = this;
    this.reading?.abort();
    if (!handle || !this.view.visible) return;
    const reading = new AbortController();
    this.reading = reading;
    const { project, prompt } = handle;
    const isSame = this.history?.isOf(handle) === true;
    if (project && !isSame) this.history = new ShownHistory(project, prompt.path);
    const history = project && this.history;
    if (!history) {
      this.redraw();
      return;
    }
    const isDraft = this.projects.isDraft(handle);
    const look = (): Promise<void> => history.refresh({ isDraft, shown: () => this.redraw() }, reading.signal);
    try {
      await (isSame ? look() : vscode.window.withProgress({ location: { viewId: versionsViewId } }, look));
      this.redraw();
      await history.compare(handle, this.comparisons, () => this.redrawSoon(), reading.signal);
    } catch (error) {
      if (reading.signal.aborted || isCancelled(error)) return;
      // In the view, where it is missed; a message would come again with every change.
      this.log.warn(`reading versions of ${prompt.path}: ${error instanceof Error ? error.message : String(error)}`);
      history.problem = error instanceof Error ? error.message : String(error);
    }
    this.redraw();
  }

  get rows(): readonly VersionsRow[] {
    const { handle, history } = this;
    if (!handle || !history?.list || !history.isOf(handle)) return [];
    const { list, limit } = history;
    const working: VersionId | undefined = history.working;
    return versionRows({
      handle,
      list,
      limit,
      ...(working !== undefined && { working }),
      seen: this.projects.seen(handle),
      changes: history.changes,
      ...(history.draftChange && { draftChange: history.draftChange }),
      now: Date.now(),
    });
  }

  /** Rows that are told one by one are drawn together. */
  private redrawSoon(): void {
    this.redrawing ??= setTimeout(() => {
      this.redrawing = undefined;
      this.redraw();
    }, drawMilliseconds);
  }

  private redraw(): void {
    const { handle, history, rows } = this;
    const count = history?.list && rows.length;
    this.view.description = handle?.prompt.name ?? '';
    const hasHistory = this.projects.handles.some(({ project }) => project);
    this.view.message = history?.problem ?? viewMessage(handle, hasHistory, count);
    if (this.drawn.areOutdated(() => rows)) this.changed.fire();
  }
}
