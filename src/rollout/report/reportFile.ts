import { createHash } from 'node:crypto';
import { html, Html } from '../../prompts/html.js';
import type { Report } from './report.js';
import { reportHtml } from './reportHtml.js';

/** What the file needs beside the report: our own styles and script, as text. */
export interface ReportAssets {
  readonly style: string;
  readonly script: string;
}

/** A report as one HTML file that loads nothing: it can be sent, kept and opened anywhere. Only our own style and script run in it. */
export function reportFile(report: Report, { style, script }: ReportAssets): string {
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${report.name}: ${report.standing.words}</title>
        <style>${new Html(style)}</style>
      </head>
      <body>
        <main id="page">${reportHtml(report)}</main>
        <script>${new Html(script)}</script>
      </body>
    </html>
`.text;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
