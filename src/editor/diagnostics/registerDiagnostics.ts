import * as vscode from 'vscode';
import { tell } from '../commands/registerCommands.js';
import type { ParsedPrompts } from '../parsedPrompts.js';
import type { Projects } from '../projects.js';
import { alwaysChecked, helpKind } from './checkedFile.js';
import { diagnosticsOf } from './diagnosticsOf.js';
import { quickFixes } from './quickFixes.js';

/** How long nobody types before a file is checked, in milliseconds. */
const quiet = 200;

/** Files longer than this are not read only to be checked. */
const maxBytes = 2_000_000;

/** Checks prompts, strategies and configuration: open ones while they are typed in, strategies and configuration also unopened. */
export function registerDiagnostics(
  context: vscode.ExtensionContext,
  projects: Projects,
  parsed: ParsedPrompts,
  log: vscode.LogOutputChannel,
): void {
  const checks = new Checks(projects, parsed, log);
  const selector = { scheme: 'file' };
  const fixes = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  context.subscriptions.push(
    checks,
    vscode.languages.registerCodeActionsProvider(selector, quickFixes(projects, parsed), fixes),
  );
}

class Checks {
  private readonly shown = vscode.languages.createDiagnosticCollection('prompt-rollout');
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly disposables: { dispose(): unknown }[];
  /** The prompts that were known when everything was checked last. */
  private prompts: string | undefined;

  constructor(
    private readonly projects: Projects,
    private readonly parsed: ParsedPrompts,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace } = vscode;
    this.disposables = [
      this.shown,
      workspace.onDidOpenTextDocument(({ uri }) => this.soon(uri, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.soon(document.uri, quiet)),
      workspace.onDidCloseTextDocument(({ uri }) => this.soon(uri, quiet)),
      projects.onDidChange(() => this.checkAll()),
    ];
    for (const { uri } of workspace.textDocuments) this.soon(uri, quiet);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Other files are prompts now, and other strategies have lost theirs. */
  private checkAll(): void {
    const prompts = this.projects.handles.map(({ uri }) => uri.path).join('\n');
    if (prompts === this.prompts) return;
    if (this.prompts === undefined) this.watch();
    this.prompts = prompts;
    for (const { uri } of vscode.workspace.textDocuments) this.soon(uri, quiet);
    void this.checkUnopened();
  }

  private watch(): void {
    const watcher = vscode.workspace.createFileSystemWatcher(alwaysChecked);
    const check = (uri: vscode.Uri): void => this.soon(uri, quiet);
    this.disposables.push(watcher, watcher.onDidChange(check), watcher.onDidCreate(check), watcher.onDidDelete(check));
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
    const file = isChecked(this.projects, uri) ? await readFile(uri, helpKind(uri.path) !== undefined) : undefined;
    if (file === undefined) {
      this.shown.delete(uri);
      return;
    }
    const text = file.getText();
    const [{ toVscode }, found] = await Promise.all([
      import('./vscodeDiagnostic.js'),
      diagnosticsOf(this.projects, this.parsed, file),
    ]);
    // Typed in meanwhile: the next check shows what holds then.
    if (file.getText() === text) this.shown.set(uri, toVscode(text, found));
  }
}

/** Whether a file is one of ours. */
function isChecked(projects: Projects, uri: vscode.Uri): boolean {
  return helpKind(uri.path) !== undefined || projects.handleOf(uri) !== undefined;
}

/** The file as it is typed; of an unopened one what is on disk, where that is wanted. */
async function readFile(uri: vscode.Uri, unopened: boolean): Promise<Parameters<typeof diagnosticsOf>[2] | undefined> {
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
