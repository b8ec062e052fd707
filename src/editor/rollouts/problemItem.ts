import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../projects.js';
import { themeIcon } from './rolloutItem.js';

/** The row of a folder that shows less than it could: it says why, and leads to the file to mend. */
export function problemItem({ root, text, uri }: Problem): vscode.TreeItem {
  const item = new vscode.TreeItem(uri ? basename(uri.path) : basename(root));
  item.id = `problem\n${root}\n${text}`;
  item.description = uri ? `is not valid · ${basename(root)}` : 'cannot be read';
  item.tooltip = `${root}\n${text}`;
  item.iconPath = themeIcon('damaged');
  item.contextValue = 'problem';
  item.accessibilityInformation = { label: `${basename(root)}: ${text}` };
  if (uri) item.command = { command: 'vscode.open', title: 'Open', arguments: [uri] };
  return item;
}
