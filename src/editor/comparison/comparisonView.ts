import * as vscode from 'vscode';
import { messageOf } from '../../prompts/humanError.js';
import { isCancelled } from '../commands/isCancelled.js';
import { tell } from '../commands/registerCommands.js';
import type { Pair } from '../compare/chosenPair.js';
import { labelIn, readHistory } from '../compare/history.js';
import { compareTitle, indexOf } from '../compare/point.js';
import type { Comparisons } from '../comparisons.js';
import { debounced } from '../debounced.js';
import type { Disposable } from '../disposable.js';
import { openPage, type Page } from '../pages/page.js';
import type { PreviewParts } from '../preview/previewParts.js';

/** The tab that says what changed between two sides of a prompt's history; a next comparison takes its place. */
export interface ComparisonView extends Disposable {
  show(pair: Pair): Promise<void>;
}

export interface ComparisonViewParts extends PreviewParts {
  readonly comparisons: Comparisons;
}

/** How long nobody types before the comparison of a draft is made anew, in milliseconds. */
const quiet = 300;

export function comparisonView(parts: ComparisonViewParts): ComparisonView {
  return new View(parts);
}

class View implements ComparisonView {
  private page: Page | undefined;
  private pair: Pair | undefined;
  private readonly again = debounced(quiet, () => this.drawAgain());
  private readonly disposables: vscode.Disposable;

  constructor(private readonly parts: ComparisonViewParts) {
    const follow = ({ uri }: vscode.TextDocument): void => {
      if (this.pair && mayBeIn(this.pair, uri)) this.again();
    };
    this.disposables = vscode.Disposable.from(
      this.again,
      vscode.workspace.onDidChangeTextDocument(({ document }) => follow(document)),
      vscode.workspace.onDidSaveTextDocument(follow),
    );
  }

  async show(pair: Pair): Promise<void> {
    this.pair = pair;
    const page = this.openedPage(pair);
    page.panel.title = titleOf(pair);
    page.panel.reveal();
    await this.draw(pair, page);
  }

  dispose(): void {
    this.page?.dispose();
    this.disposables.dispose();
  }

  private openedPage(pair: Pair): Page {
    if (this.page) return this.page;
    const page = openPage({
      viewType: 'promptRollout.comparison',
      title: titleOf(pair),
      column: vscode.ViewColumn.Active,
      extensionUri: this.parts.extensionUri,
    });
    page.onDidAsk(({ action }) => {
      if (this.pair) this.ask(action, this.pair).catch((error: unknown) => tell(this.parts.log, action, error));
    });
    page.panel.onDidDispose(() => {
      this.page = undefined;
      this.pair = undefined;
    });
    this.page = page;
    return page;
  }

  private async ask(action: string, pair: Pair): Promise<void> {
    if (action === 'diff') await (await import('../compare/compare.js')).comparePair(pair);
    if (action === 'preview') (await import('../preview/previewVersions.js')).previewSideBySide(this.parts, pair);
  }

  /** Shows the comparison, and when that is known, what comes out for the samples. */
  private async draw(pair: Pair, page: Page): Promise<void> {
    const { history, left, right } = pair;
    const { comparisons } = this.parts;
    const [{ comparisonHtml }, comparison] = await Promise.all([
      import('./comparisonHtml.js'),
      comparisons.of(history.handle, left, right),
    ]);
    const version = right.kind === 'version' ? history.list.versions[indexOf(history.list, right)] : undefined;
    const shown = {
      name: history.handle.prompt.name,
      before: labelIn(history, left),
      after: labelIn(history, right),
      comparison,
      ...(version && { subject: version.subject }),
    };
    if (this.pair === pair) page.show(comparisonHtml(shown));
    const rendered = await comparisons.rendered(history.handle, left, right);
    if (this.pair === pair) page.show(comparisonHtml({ ...shown, rendered }));
  }

  /** The file of one side has changed, so that people may call it something else, too. */
  private async drawAgain(): Promise<void> {
    const { pair, page, parts } = this;
    if (!pair || !page) return;
    try {
      const handle = parts.projects.handleOf(pair.history.handle.uri) ?? pair.history.handle;
      const history = await readHistory(parts.projects, handle);
      if (this.pair !== pair) return;
      this.pair = { ...pair, history };
      page.panel.title = titleOf(this.pair);
      await this.draw(this.pair, page);
    } catch (error) {
      // What cannot be compared at this moment stays as it was.
      if (!isCancelled(error)) parts.log.warn(`comparing ${pair.history.handle.prompt.name}: ${messageOf(error)}`);
    }
  }
}

function titleOf({ history, left, right }: Pair): string {
  return `Changes ${compareTitle(history.handle.prompt.name, labelIn(history, left), labelIn(history, right))}`;
}

/** Whether a file is one side of a pair, or may be included by it. */
function mayBeIn({ history, left, right }: Pair, { scheme, path }: vscode.Uri): boolean {
  if (scheme !== 'file' || (left.kind === 'version' && right.kind === 'version')) return false;
  return path.startsWith(vscode.Uri.joinPath(history.handle.uri, '..').path);
}
