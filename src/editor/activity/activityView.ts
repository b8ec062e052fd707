import * as vscode from 'vscode';
import type { EventName } from '../../rollout/events.js';
import { commandId } from '../commands/commandNames.js';
import type { Projects } from '../projects.js';
import { activityRows, type ActivityRow } from './activityRows.js';

/** How many events are listed; the whole log is a branch that any git tool shows. */
const limit = 300;

/** Creates the view of what happened to all prompts of the environment. */
export function activityView(projects: Projects): vscode.Disposable {
  const provider: vscode.TreeDataProvider<ActivityRow> = {
    onDidChangeTreeData: projects.onDidChange,
    getChildren: async (row) => {
      if (row) return [];
      await projects.load();
      return [...activityRows(projects.logs, Date.now(), limit)];
    },
    getTreeItem: activityItem,
  };
  return vscode.window.createTreeView('promptRollout.activity', { treeDataProvider: provider });
}

function activityItem({ id, event, label, description, tooltip, handle }: ActivityRow): vscode.TreeItem {
  const [icon, color] = icons[event];
  const item = new vscode.TreeItem(label);
  item.id = id;
  item.description = description;
  item.tooltip = tooltip;
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  if (handle) item.command = { command: commandId('openRollout'), title: 'Open Rollout', arguments: [handle.uri] };
  return item;
}

const warning = 'list.warningForeground';
const icons: Readonly<Record<EventName, readonly [icon: string, color?: string]>> = {
  adopt: ['bookmark'],
  start: ['rocket'],
  advance: ['arrow-up', 'charts.green'],
  override: ['debug-step-over', warning],
  rollback: ['discard', warning],
  abort: ['debug-stop', warning],
  revert: ['discard', warning],
  reapply: ['refresh'],
  approve: ['thumbsup', 'charts.green'],
  hold: ['warning', warning],
  'data-returned': ['pulse'],
  pause: ['debug-pause'],
  resume: ['debug-continue'],
  extend: ['calendar'],
  takeover: ['git-merge'],
  'takeover-version': ['git-merge'],
  aside: ['archive', warning],
  confirm: ['check'],
  fail: ['error', 'list.errorForeground'],
};
