import * as vscode from 'vscode';
import { commandId } from '../commands/commandNames.js';
import type { Mark, VersionRow, VersionsRow } from './versionRows.js';
import { versionUri } from './versionUri.js';

const icons: Readonly<Record<VersionsRow['kind'] | Mark, readonly [icon: string, color?: string]>> = {
  draft: ['edit', 'gitDecoration.modifiedResourceForeground'],
  version: ['git-commit'],
  candidate: ['rocket', 'charts.green'],
  baseline: ['tag', 'charts.blue'],
  released: ['tag', 'charts.blue'],
  more: ['ellipsis'],
  note: ['info'],
};

/** The item of a row; `contextValue` is the kind of the row, for the menus. */
export function versionItem(row: VersionsRow): vscode.TreeItem {
  const mark = row.kind === 'version' ? row.mark : undefined;
  const [icon, color] = icons[mark ?? row.kind];
  const item = new vscode.TreeItem(row.label);
  item.id = row.id;
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = row.kind;
  item.accessibilityInformation = { label: `${row.label} ${row.description}`.trim() };
  const command = commandOf(row);
  if (command) item.command = command;
  return item;
}

function commandOf(row: VersionsRow): vscode.Command | undefined {
  // The editor's own command, so that a click previews, a double click keeps, and the keyboard stays in the list.
  if (row.kind === 'version') return { command: 'vscode.open', title: 'Open Version', arguments: [documentOf(row)] };
  if (row.kind === 'draft') return { command: 'vscode.open', title: 'Open Draft', arguments: [row.handle.uri] };
  return row.kind === 'more'
    ? { command: commandId('loadMoreVersions'), title: 'Load More', arguments: [row] }
    : undefined;
}

function documentOf({ handle: { prompt, project }, version: { id, path }, label }: VersionRow): vscode.Uri {
  return versionUri({ root: project?.repository.root ?? '', path, id, title: `${prompt.name} ${label}` });
}
