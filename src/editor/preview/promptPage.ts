import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { PromptText } from '../../prompts/promptText.js';
import { environmentOf } from '../../prompts/rendering/environment.js';
import type { RenderedPrompt } from '../../prompts/work/jobs.js';
import { isCancelled } from '../commands/isCancelled.js';
import { tell } from '../commands/registerCommands.js';
import { isUnsaved } from '../compare/history.js';
import { compareTitle } from '../compare/point.js';
import { debounced } from '../debounced.js';
import type { Page } from '../pages/page.js';
import { isIncludable } from '../projects/concernedBy.js';
import type { PromptHandle } from '../projects.js';
import { promptTextAt } from '../promptTextAt.js';
import { answer, type Drawn } from './answer.js';
import type { InputChoice } from './chosenInputs.js';
import { fillIn, type Filled } from './fillIn.js';
import type { Side } from './pieces.js';
import { PointLabels } from './pointLabels.js';
import { previewHtml, unreadableHtml } from './previewHtml.js';
import type { PreviewParts, PreviewTab, Shown } from './previewParts.js';
import { sideBySideHtml } from './sideBySideHtml.js';

/** How long nobody types before a prompt is filled in again, in milliseconds. */
const quiet = 150;

/** After so long a prompt is shown as being filled in, and is given up for a newer text of it. */
const patience = 1000;

/** A tab with a prompt filled in, which follows what is typed in the prompt, in what it includes, and in its own fields. */
export class PromptPage implements PreviewTab {
  private readonly labels = new PointLabels();
  private readonly again = debounced(quiet, () => this.run());
  private running: { readonly since: number; readonly stop: AbortController } | undefined;
  private drawn: Drawn | undefined;
  /** The last filling in; the same again is not done anew, since it may have taken long. */
  private filled:
    { readonly key: string; readonly choice: InputChoice | undefined; readonly result: Filled } | undefined;
  /** The last rendering without an error. */
  private good: RenderedPrompt | undefined;

  constructor(
    private readonly parts: PreviewParts,
    private readonly page: Page,
    private shown: Shown,
  ) {
    const { workspace } = vscode;
    const { projects, log } = parts;
    const typed = ({ uri }: vscode.TextDocument): void => {
      const { handle } = this.shown;
      if (uri.path === handle.uri.path || isIncludable(uri, [handle])) this.soon();
    };
    const disposables = vscode.Disposable.from(
      this.again,
      workspace.onDidChangeTextDocument(({ document }) => typed(document)),
      workspace.onDidCloseTextDocument(typed),
      projects.onDidChange(() => {
        this.labels.outdate();
        this.soon();
      }),
      page.panel.onDidChangeViewState(() => this.soon()),
      page.onDidAsk((ask) => {
        if (!this.drawn) return;
        if (ask.action === 'again') this.filled = undefined;
        answer(parts.open, this.drawn, ask).then(
          () => this.soon(),
          (error: unknown) => tell(log, 'preview', error),
        );
      }),
    );
    page.panel.onDidDispose(() => {
      this.running?.stop.abort();
      disposables.dispose();
    });
    this.soon();
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.good = undefined;
    this.filled = undefined;
    this.soon();
  }

  get panel(): vscode.WebviewPanel {
    return this.page.panel;
  }

  /** Draws anew before long. What runs may end, as giving it up costs a thread, unless it takes long already. */
  private soon(): void {
    if (this.running && Date.now() - this.running.since > patience) this.running.stop.abort();
    this.again();
  }

  private async run(): Promise<void> {
    const { shown, page } = this;
    if (!page.panel.visible) return;
    const running = { since: Date.now(), stop: new AbortController() };
    this.running = running;
    const drawing = this.draw(shown, running.stop.signal);
    const slow = setTimeout(() => showProgress(shown, drawing), patience);
    try {
      await drawing;
    } catch (error) {
      if (isCancelled(error) || running.stop.signal.aborted) return;
      if (error instanceof HumanError) page.show(unreadableHtml(shown.handle.prompt.name, error.message));
      else tell(this.parts.log, 'preview', error);
    } finally {
      clearTimeout(slow);
      this.running = undefined;
    }
  }

  private async draw(shown: Shown, signal: AbortSignal): Promise<void> {
    const { projects, open } = this.parts;
    const { points } = shown;
    const handle = projects.handleOf(shown.handle.uri) ?? shown.handle;
    const texts = await Promise.all(points.map((point) => promptTextAt(handle, point, signal)));
    const unsaved = texts.some((text) => hasUnsaved(handle, text));
    const [filled, labels] = await Promise.all([
      this.fillIn(texts, open.choices.get(handle.uri.toString()), signal),
      this.labels.of(handle, points, unsaved, signal),
    ]);
    // Another prompt is wanted by now: the old one would only flash up.
    if (this.shown !== shown) return;
    const { samples, inputs, words } = filled;
    const sides = filled.texts.map((text, index) => ({ ...text, label: labels[index] ?? '' }));
    const [first, second] = sides;
    if (!first) return;
    const { name } = handle.prompt;
    const model = { name, prompt: handle.uri.path, samples, inputs };
    if (second) {
      this.drawn = { shown, samples, sides };
      this.page.panel.title = `Preview ${compareTitle(name, first.label, second.label)}`;
      this.page.show(sideBySideHtml({ ...model, left: first, right: second, words }));
      return;
    }
    this.page.panel.title = `Preview ${name}`;
    if (!isBroken(first)) this.good = first.rendered;
    const rendered = this.good ?? first.rendered;
    this.drawn = { shown, samples, sides: [{ ...first, rendered }] };
    this.page.show(previewHtml({ ...model, side: first, shown: rendered }));
  }

  private async fillIn(
    texts: readonly PromptText[],
    choice: InputChoice | undefined,
    signal: AbortSignal,
  ): Promise<Filled> {
    const environment = vscode.workspace.isTrusted ? environmentOf(process.env) : undefined;
    const key = JSON.stringify([texts, environment !== undefined]);
    if (this.filled?.key !== key || this.filled.choice !== choice)
      this.filled = { key, choice, result: await fillIn(this.parts.work, texts, choice, environment, signal) };
    return this.filled.result;
  }
}

function showProgress({ handle }: Shown, drawing: Promise<void>): void {
  const title = `Filling in ${handle.prompt.name}`;
  const ended = drawing.catch(() => undefined);
  void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => ended);
}

/** Whether there is nothing to see of a text, because of errors in it. */
function isBroken({ document, rendered }: Side): boolean {
  const hasError = document.diagnostics.some(({ severity }) => severity === 'error');
  return rendered.problems.length > 0 || (hasError && rendered.messages.length === 0);
}

/** Whether what was read holds changes that are not saved. */
function hasUnsaved({ uri }: PromptHandle, { includes }: PromptText): boolean {
  return isUnsaved(uri) || Object.keys(includes).some((file) => isUnsaved(vscode.Uri.joinPath(uri, '..', file)));
}
