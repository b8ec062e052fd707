import * as vscode from 'vscode';
import { tell } from '../commands/registerCommands.js';
import { isPromptText, type Projects } from '../projects.js';
import { strategyUri } from '../strategies/handleOfStrategy.js';
import { alwaysChecked, helpKind } from './checkedFile.js';
import { dependsOn } from './dependsOn.js';
import { diagnosticsOf, type CheckParts, type CheckedFile } from './diagnosticsOf.js';
import { quickFixes } from './quickFixes.js';

/** How long nobody types before a file is checked, in milliseconds. */
const quiet = 200;

/** Files longer than this are not read only to be checked. */
const maxBytes = 2_000_000;

/** Checks prompts, strategies, cases and configuration: open ones while they are typed in, all but prompts also unopened. */
export function registerDiagnostics(
  context: vscode.ExtensionContext,
  parts: CheckParts,
  log: vscode.LogOutputChannel,
): void {
  const checks = new Checks(parts, log);
  const selector = { scheme: 'file' };
  const fixes = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  context.subscriptions.push(checks, vscode.languages.registerCodeActionsProvider(selector, quickFixes(parts), fixes));
}

class Checks {
  private readonly shown = vscode.languages.createDiagnosticCollection('prompt-rollout');
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly disposables: { dispose(): unknown }[];
  /** By the address of each open prompt, the files that it includes, or would. */
  private readonly includes = new Map<string, readonly string[]>();
  /** The prompts that were known when everything was checked last. */
  private prompts: string | undefined;

  constructor(
    private readonly parts: CheckParts,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace } = vscode;
    const { projects, traffic } = parts;
    this.disposables = [
      this.shown,
      workspace.onDidOpenTextDocument(({ uri }) => this.soon(uri, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.soon(document.uri, quiet)),
      workspace.onDidCloseTextDocument(({ uri }) => this.soon(uri, quiet)),
      projects.onDidChange(() => this.checkAll()),
      traffic.onDidChange((handle) => {
        const strategy = strategyUri(handle);
        if (strategy) this.soon(strategy, quiet);
      }),
    ];
    for (const { uri } of workspace.textDocuments) this.soon(uri, quiet);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Other files are prompts now, and other strategies and cases have lost theirs. */
  private checkAll(): void {
    const prompts = this.parts.projects.handles.map(({ uri }) => uri.path).join('\n');
    if (prompts === this.prompts) return;
    if (this.prompts === undefined) this.watch();
    this.prompts = prompts;
    for (const { uri } of vscode.workspace.textDocuments) this.soon(uri, quiet);
    void this.checkUnopened();
  }

  private watch(): void {
    const watch = (pattern: string, on: (uri: vscode.Uri) => void): void => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      this.disposables.push(watcher, watcher.onDidChange(on), watcher.onDidCreate(on), watcher.onDidDelete(on));
    };
    watch(alwaysChecked, (uri) => this.soon(uri, quiet));
    watch('**', ({ fsPath }) => {
      for (const [prompt, files] of this.includes)
        if (dependsOn(files, fsPath)) this.soon(vscode.Uri.parse(prompt), quiet);
    });
  }

  private async checkUnopened(): Promise<void> {
    for (const uri of await vscode.workspace.findFiles(alwaysChecked, '**/node_modules/**')) this.soon(uri, quiet);
  }

  private soon(uri: vscode.Uri, wait: number): void {
    if (uri.scheme !== 'file') return;
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    const timer = setTimeout(() => {
      this.timers.delete(key);
      this.check(uri).catch((error: unknown) => tell(this.log, `checking ${uri.path}`, error));
    }, wait);
    this.timers.set(key, timer);
  }

  private async check(uri: vscode.Uri): Promise<void> {
    if (this.parts.projects.handleOf(uri)) this.checkCases();
    const file = isChecked(this.parts.projects, uri)
      ? await readFile(uri, helpKind(uri.path) !== undefined)
      : undefined;
    if (file === undefined) {
      this.shown.delete(uri);
      this.includes.delete(uri.toString());
      return;
    }
    const text = file.getText();
    const [{ toVscode }, { diagnostics, includes }] = await Promise.all([
      import('./vscodeDiagnostic.js'),
      diagnosticsOf(this.parts, file),
    ]);
    // Typed in meanwhile: the next check shows what holds then.
    if (file.getText() !== text) return;
    this.shown.set(uri, toVscode(text, diagnostics));
    this.includes.set(uri.toString(), includes);
  }

  /** Cases must fit to the variables of their prompt. */
  private checkCases(): void {
    for (const { uri } of vscode.workspace.textDocuments) if (helpKind(uri.path) === 'cases') this.soon(uri, quiet);
  }
}

/** Whether a file is one of ours. */
function isChecked(projects: Projects, uri: vscode.Uri): boolean {
  return helpKind(uri.path) !== undefined || isPromptText(projects, uri);
}

/** The file as it is typed; of an unopened one what is on disk, where that is wanted. */
async function readFile(uri: vscode.Uri, unopened: boolean): Promise<CheckedFile | undefined> {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (document && !document.isClosed) return document;
  if (!unopened) return undefined;
  const found = await vscode.workspace.fs.stat(uri).then(
    ({ size }) => size <= maxBytes,
    () => false,
  );
  if (!found) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return { uri, getText: () => text };
}
