import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Html, html } from '../../prompts/html.js';
import { isObject } from '../../prompts/json.js';
import type { Disposable } from '../disposable.js';

/** What a person did on a page: the `data-action` of a button or field, and its `data-value` or what it holds now. */
export interface Ask {
  readonly action: string;
  /** The `name` of the button or field; empty where it has none. */
  readonly name: string;
  readonly value: string;
}

/** A tab that shows HTML of ours. */
export interface Page extends Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly onDidAsk: vscode.Event<Ask>;
  /** Draws what has changed; focus, caret and scrolling stay where they are. */
  show(body: Html): void;
}

export interface PageOptions {
  /** Of the tab's kind, such as `promptRollout.preview`. */
  readonly viewType: string;
  readonly title: string;
  readonly column: vscode.ViewColumn | { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus?: boolean };
  /** It has charts with a cursor. */
  readonly hasCharts?: true;
  /** Where `media` is. */
  readonly extensionUri: vscode.Uri;
}

/** Opens a tab. It runs scripts of ours alone, loads nothing from elsewhere, and holds no state: the HTML is all there is. */
export function openPage({ viewType, title, column, extensionUri, hasCharts }: PageOptions): Page {
  const media = vscode.Uri.joinPath(extensionUri, 'media');
  const options = { enableScripts: true, localResourceRoots: [media], enableFindWidget: true };
  const panel = vscode.window.createWebviewPanel(viewType, title, column, options);
  const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(media, 'pages', `tab-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  const asked = new vscode.EventEmitter<Ask>();
  let shown: Html = html``;
  const draw = (): void => void panel.webview.postMessage({ body: shown.text });
  const listening = panel.webview.onDidReceiveMessage((message: unknown) => {
    if (!isObject(message)) return;
    const { action, name, value } = message;
    // A tab that was hidden begins anew when it is shown.
    if (action === 'ready') draw();
    else if (typeof action === 'string' && typeof name === 'string' && typeof value === 'string')
      asked.fire({ action, name, value });
  });
  const closing = panel.onDidDispose(() => {
    vscode.Disposable.from(asked, listening, closing).dispose();
  });
  panel.webview.html = frame(panel.webview, media, title, hasCharts ? ['page', 'chart'] : ['page']).text;
  return {
    panel,
    onDidAsk: asked.event,
    show: (body) => {
      if (body.text === shown.text) return;
      shown = body;
      draw();
    },
    dispose: () => {
      panel.dispose();
    },
  };
}

/** @param parts of the page: each has a style and a script */
function frame(webview: vscode.Webview, media: vscode.Uri, title: string, parts: readonly string[]): Html {
  const nonce = randomBytes(16).toString('hex');
  const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(media, 'pages', name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; font-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${parts.map((part) => html`<link rel="stylesheet" href="${file(`${part}.css`)}" />`)}
        <title>${title}</title>
      </head>
      <body>
        <main id="page"></main>
        ${parts.map((part) => html`<script nonce="${nonce}" src="${file(`${part}.js`)}"></script>`)}
      </body>
    </html>`;
}
