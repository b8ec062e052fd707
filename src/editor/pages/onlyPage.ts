import * as vscode from 'vscode';
import { tell } from '../commands/registerCommands.js';
import type { Disposable } from '../disposable.js';
import { openPage, type Ask, type Page, type PageOptions } from './page.js';

export interface OnlyPageOptions<Subject> extends Pick<PageOptions, 'viewType' | 'extensionUri' | 'hasCharts'> {
  readonly log: vscode.LogOutputChannel;
  /** Does what a person asked for on the page. What goes wrong is told. */
  readonly answer: (subject: Subject, ask: Ask) => Promise<void>;
  /** The tab is seen, or no longer. */
  readonly onDidChangeVisibility?: () => void;
}

/** The only tab of its kind: what it is about next takes the place of what it was about. */
export class OnlyPage<Subject> implements Disposable {
  /** Undefined while no tab is open. */
  page: Page | undefined;
  subject: Subject | undefined;

  constructor(private readonly options: OnlyPageOptions<Subject>) {}

  /** Opens the tab where it is not open. It is empty, or as it was, until something is shown on it. */
  about(subject: Subject, title: string): Page {
    this.subject = subject;
    this.page ??= this.opened(title);
    this.page.panel.title = title;
    return this.page;
  }

  /** Tells a person what goes wrong in what nobody waits for. */
  told(what: string, doing: Promise<void>): void {
    doing.catch((error: unknown) => tell(this.options.log, what, error));
  }

  dispose(): void {
    this.page?.dispose();
  }

  private opened(title: string): Page {
    const { answer, onDidChangeVisibility, ...options } = this.options;
    const page = openPage({ ...options, title, column: vscode.ViewColumn.Active });
    page.onDidAsk((ask) => {
      if (this.subject !== undefined) this.told(ask.action, answer(this.subject, ask));
    });
    if (onDidChangeVisibility) page.panel.onDidChangeViewState(onDidChangeVisibility);
    page.panel.onDidDispose(() => {
      this.page = undefined;
      this.subject = undefined;
    });
    return page;
  }
}
