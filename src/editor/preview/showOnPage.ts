import type * as vscode from 'vscode';
import { openPage } from '../pages/page.js';
import type { PreviewKind, PreviewParts, PreviewTab, Shown } from './previewParts.js';
import { PromptPage } from './promptPage.js';

/** Shows a prompt in the one tab of a kind; where there is none, opens it. @returns the tab, if it was opened now */
export function showOnPage(
  parts: PreviewParts,
  kind: PreviewKind,
  shown: Shown,
  place: { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus: boolean },
): PreviewTab | undefined {
  const { open, extensionUri } = parts;
  const known = open.pages.get(kind);
  if (known) {
    known.show(shown);
    known.panel.reveal(undefined, place.preserveFocus);
    return undefined;
  }
  const title = `Preview ${shown.handle.prompt.name}`;
  const page = new PromptPage(
    parts,
    openPage({ viewType: `promptRollout.${kind}`, title, column: place, extensionUri }),
    shown,
  );
  open.pages.set(kind, page);
  page.panel.onDidDispose(() => open.pages.delete(kind));
  return page;
}
