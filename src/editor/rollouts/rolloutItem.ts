import * as vscode from 'vscode';
import { commandId } from '../commands/commandNames.js';
import type { NodeLook, RolloutNode } from './rolloutNode.js';

const icons: Readonly<Record<NodeLook, readonly [icon: string, color?: string]>> = {
  unseen: ['circle-outline', 'disabledForeground'],
  unreleased: ['circle-outline', 'disabledForeground'],
  released: ['circle-filled', 'disabledForeground'],
  rolledBack: ['discard', 'disabledForeground'],
  running: ['play-circle', 'charts.green'],
  held: ['warning', 'list.warningForeground'],
  paused: ['debug-pause', 'list.warningForeground'],
  damaged: ['error', 'list.errorForeground'],
  done: ['pass', 'charts.green'],
  toCome: ['circle-outline', 'disabledForeground'],
  gateMet: ['check', 'charts.green'],
  gateWaiting: ['watch'],
  gateBroken: ['warning', 'list.warningForeground'],
  metrics: ['graph'],
  metric: ['dash'],
  figure: ['blank'],
  evaluationOpen: ['beaker'],
  evaluating: ['loading~spin'],
  evaluationStale: ['history'],
  evaluationHolds: ['pass', 'charts.green'],
  evaluationFails: ['error', 'list.errorForeground'],
  note: ['info'],
  watched: ['eye'],
  unwatched: ['eye-closed', 'list.warningForeground'],
  warning: ['warning', 'list.warningForeground'],
  completed: ['pass-filled', 'charts.green'],
  revertedEnd: ['discard'],
  rolledBackEnd: ['discard', 'list.warningForeground'],
};

/** The item of a row: its icon, and its capabilities as `can:start can:abort …` for the menus. */
export function rolloutItem(node: RolloutNode): vscode.TreeItem {
  const { TreeItemCollapsibleState: fold } = vscode;
  const folded = node.open ? fold.Expanded : fold.Collapsed;
  const item = new vscode.TreeItem(node.label, node.children.length > 0 ? folded : fold.None);
  item.id = node.id;
  item.description = node.description;
  item.tooltip = node.tooltip;
  item.iconPath = themeIcon(node.look);
  item.contextValue = [node.kind, ...node.can.map((name) => `can:${name}`), ...extras(node)].join(' ');
  item.accessibilityInformation = { label: `${node.label} ${node.description}`.trim() };
  if (node.kind === 'prompt' && !node.handle.gone) {
    item.command = { command: commandId('openPrompt'), title: 'Open Prompt', arguments: [node] };
  }
  if (node.kind === 'evaluation')
    item.command = { command: commandId('openEvaluation'), title: 'Open Evaluation', arguments: [node] };
  if (node.kind === 'metric' || node.kind === 'outcome')
    item.command = { command: commandId('report'), title: 'Show Report', arguments: [node] };
  return item;
}

/** The icon for how something looks. */
export function themeIcon(look: NodeLook): vscode.ThemeIcon {
  const [icon, color] = icons[look];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** The name of the icon alone, for texts such as the status bar's. */
export function iconName(look: NodeLook): string {
  return icons[look][0];
}

function extras({ kind, children, handle: { prompt, project, gone } }: RolloutNode): string[] {
  if (kind === 'evaluation') return ['can:evaluate'];
  if (isOfRollout(kind)) return ['can:report'];
  if (kind !== 'prompt') return [];
  return [
    ...(children.some((child) => isOfRollout(child.kind)) ? ['can:report'] : []),
    ...(gone ? [] : ['can:openPrompt', 'can:evaluate']),
    ...(prompt.strategy ? ['can:openStrategy'] : gone ? [] : ['can:newStrategy']),
    ...(project ? ['can:history'] : []),
  ];
}

/** A row that is there because the prompt was rolled out. */
function isOfRollout(kind: RolloutNode['kind']): boolean {
  return ['stage', 'metrics', 'metric', 'outcome'].includes(kind);
}
