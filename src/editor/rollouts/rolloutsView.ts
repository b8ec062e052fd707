import * as vscode from 'vscode';
import type { Disposable } from '../disposable.js';
import { DrawnRows } from '../drawnRows.js';
import type { Evaluations } from '../evaluation/evaluations.js';
import type { Problem, Projects, PromptHandle } from '../projects.js';
import { autopilotSetting, onDidChangeSettings } from '../settings.js';
import { problemItem } from './problemItem.js';
import { rolloutItem } from './rolloutItem.js';
import { promptNodeId, type RolloutNode } from './rolloutNode.js';
import { neededCount, rolloutsTree, type ShownPrompt } from './rolloutsTree.js';

export const rolloutsViewId = 'promptRollout.rollouts';

/** The view of all prompts and their rollouts. */
export interface RolloutsView extends Disposable {
  /** Shows and selects a prompt. */
  reveal(handle: PromptHandle): Promise<void>;
  /** A person chose a row of this prompt. */
  readonly onDidChoose: vscode.Event<PromptHandle>;
}

/** Creates the view; prompts are looked for when it is first shown. */
export function rolloutsView(projects: Projects, evaluations: Evaluations): RolloutsView {
  const provider = new RolloutsProvider(projects, evaluations);
  const view = vscode.window.createTreeView(rolloutsViewId, { treeDataProvider: provider, showCollapseAll: true });
  const describe = (): void => {
    const needed = neededCount(provider.shown(), autopilotSetting());
    view.badge =
      needed > 0
        ? { value: needed, tooltip: needed === 1 ? 'One rollout needs you' : `${needed} rollouts need you` }
        : undefined;
    view.description = projects.environments.length > 1 ? (projects.handles[0]?.environment?.name ?? '') : '';
  };
  const chosen = new vscode.EventEmitter<PromptHandle>();
  const disposables = vscode.Disposable.from(
    view,
    chosen,
    view.onDidChangeSelection(({ selection: [node] }) => {
      if (node && 'handle' in node) chosen.fire(node.handle);
    }),
    projects.onDidChange(() => {
      provider.redraw();
      describe();
    }),
    onDidChangeSettings(() => {
      provider.redraw();
      describe();
    }),
    evaluations.onDidChange(() => provider.redraw()),
  );
  return {
    reveal: async (handle) => {
      const node = await provider.nodeOf(handle);
      if (node) await view.reveal(node, { select: true, focus: true, expand: true });
    },
    onDidChoose: chosen.event,
    dispose: () => {
      disposables.dispose();
    },
  };
}

class RolloutsProvider implements vscode.TreeDataProvider<RolloutNode | Problem> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private tree: readonly RolloutNode[] | undefined;
  private readonly drawn = new DrawnRows<RolloutNode | Problem>();

  constructor(
    private readonly projects: Projects,
    private readonly evaluations: Evaluations,
  ) {}

  redraw(): void {
    const before = this.tree;
    this.tree = undefined;
    if (this.drawn.areOutdated(() => this.rows())) this.changed.fire();
    else this.tree = before;
  }

  shown(): readonly ShownPrompt[] {
    return this.projects.handles.map((handle) => ({
      handle,
      seen: this.projects.seen(handle),
      isDraft: this.projects.isDraft(handle),
      nameOf: (version) => this.projects.versionName(handle, version),
      evaluation: this.evaluations.standing(handle),
    }));
  }

  async getChildren(node?: RolloutNode | Problem): Promise<(RolloutNode | Problem)[]> {
    if (node) return 'handle' in node ? [...node.children] : [];
    await this.projects.load();
    return this.drawn.tell(this.rows());
  }

  getTreeItem(node: RolloutNode | Problem): vscode.TreeItem {
    return 'handle' in node ? rolloutItem(node) : problemItem(node);
  }

  /** Only prompts are revealed, and those have no parent. */
  getParent(): undefined {
    return undefined;
  }

  async nodeOf(handle: PromptHandle): Promise<RolloutNode | undefined> {
    await this.projects.load();
    return this.roots().find((node) => promptNodeId(node.handle) === promptNodeId(handle));
  }

  private rows(): readonly (RolloutNode | Problem)[] {
    return [...this.projects.problems, ...this.roots()];
  }

  private roots(): readonly RolloutNode[] {
    this.tree ??= rolloutsTree(this.shown(), autopilotSetting());
    return this.tree;
  }
}
