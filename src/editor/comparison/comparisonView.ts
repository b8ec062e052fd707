import * as vscode from 'vscode';
import { messageOf } from '../../prompts/humanError.js';
import { isCancelled } from '../commands/isCancelled.js';
import type { Pair } from '../compare/chosenPair.js';
import { labelIn, readHistory } from '../compare/history.js';
import { compareTitle, indexOf } from '../compare/point.js';
import type { Comparisons } from '../comparisons.js';
import { debounced } from '../debounced.js';
import type { Disposable } from '../disposable.js';
import { OnlyPage } from '../pages/onlyPage.js';
import type { Page } from '../pages/page.js';
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
  private readonly tab: OnlyPage<Pair>;
  private readonly again = debounced(quiet, () => this.drawAgain());
  private readonly disposables: vscode.Disposable;

  constructor(private readonly parts: ComparisonViewParts) {
    const { log, extensionUri } = parts;
    const viewType = 'promptRollout.comparison';
    this.tab = new OnlyPage({ viewType, extensionUri, log, answer: (pair, { action }) => this.answer(pair, action) });
    const follow = ({ uri }: vscode.TextDocument): void => {
      if (this.tab.subject && mayBeIn(this.tab.subject, uri)) this.again();
    };
    this.disposables = vscode.Disposable.from(
      this.tab,
      this.again,
      vscode.workspace.onDidChangeTextDocument(({ document }) => follow(document)),
      vscode.workspace.onDidSaveTextDocument(follow),
    );
  }

  async show(pair: Pair): Promise<void> {
    const page = this.tab.about(pair, titleOf(pair));
    page.panel.reveal();
    await this.draw(pair, page);
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async answer(pair: Pair, action: string): Promise<void> {
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
    if (this.tab.subject === pair) page.show(comparisonHtml(shown));
    const rendered = await comparisons.rendered(history.handle, left, right);
    if (this.tab.subject === pair) page.show(comparisonHtml({ ...shown, rendered }));
  }

  /** The file of one side has changed, so that people may call it something else, too. */
  private async drawAgain(): Promise<void> {
    const { parts, tab } = this;
    const pair = tab.subject;
    if (!pair) return;
    try {
      const handle = parts.projects.handleOf(pair.history.handle.uri) ?? pair.history.handle;
      const history = await readHistory(parts.projects, handle);
      if (tab.subject !== pair) return;
      const renamed = { ...pair, history };
      await this.draw(renamed, tab.about(renamed, titleOf(renamed)));
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
