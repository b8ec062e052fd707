import * as vscode from 'vscode';
import { messageOf } from '../../prompts/humanError.js';
import type { PromptWork } from '../../prompts/work/promptWork.js';
import { mayBePrompt } from '../activePrompt.js';
import { registerCommands, tell } from '../commands/registerCommands.js';
import { debounced } from '../debounced.js';
import type { Disposable } from '../disposable.js';
import type { Projects } from '../projects.js';
import { marksSetting, onDidChangeSettings } from '../settings.js';
import type { VersionParts } from '../versions/chosenVersion.js';
import { changeHovers } from './changeHovers.js';
import { comparedPrompts, type ComparedPrompt, type ComparedPrompts } from './comparedPrompts.js';
import { isPlainEditor } from './isPlainEditor.js';
import { MarkedSince, type Marks } from './markedSince.js';
import { markHandlers } from './markHandlers.js';
import { Painter } from './painter.js';

/** How long nobody types before what is typed is compared, in milliseconds. */
const quiet = 200;

/** Marks in the text of open prompts what has changed since the baseline, or since a chosen version. */
export function registerMarks(
  context: vscode.ExtensionContext,
  parts: VersionParts & { readonly work: PromptWork },
  log: vscode.LogOutputChannel,
): Marks {
  const { projects, work } = parts;
  const marked = new MarkedSince(projects, context.workspaceState);
  const compared = comparedPrompts(projects, marked, work);
  const shown = new ShownMarks(projects, marked, compared, log);
  const isMarked = (document: vscode.TextDocument): boolean => shown.isMarked(document);
  const hovers = changeHovers(projects, compared, isMarked, () => shown.removedWordsShown);
  const toggleRemovedWords = (): void => shown.toggleRemovedWords();
  registerCommands(context, log, markHandlers({ ...parts, marked, compared, toggleRemovedWords }));
  context.subscriptions.push(
    marked,
    compared,
    shown,
    vscode.languages.registerHoverProvider({ scheme: 'file' }, hovers),
  );
  return marked;
}

/** Keeps the marks of all visible prompts as they should be. */
class ShownMarks implements Disposable {
  private readonly painter = new Painter();
  private readonly typed = debounced(quiet, () => this.update());
  private readonly disposables: vscode.Disposable;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly projects: Projects,
    marks: Marks,
    private readonly compared: ComparedPrompts,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { window, workspace } = vscode;
    const update = (): void => void this.update();
    this.disposables = vscode.Disposable.from(
      this.painter,
      this.typed,
      workspace.onDidChangeTextDocument((event) => {
        if (!projects.handleOf(event.document.uri)) return;
        this.painter.typed(event);
        if (this.isMarked(event.document)) this.typed();
      }),
      window.onDidChangeVisibleTextEditors(update),
      window.onDidChangeTextEditorViewColumn(update),
      window.onDidChangeActiveTextEditor(update),
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.painter.repaint(textEditor)),
      projects.onDidChange(update),
      marks.onDidChoose(update),
      onDidChangeSettings(update),
    );
    update();
  }

  get removedWordsShown(): boolean {
    return this.painter.removedWordsShown;
  }

  toggleRemovedWords(): void {
    this.painter.removedWordsShown = !this.painter.removedWordsShown;
    void this.update();
  }

  /** Whether the changes of a document are marked in some editor. */
  isMarked(document: vscode.TextDocument): boolean {
    return marksSetting() && plainEditors().some((editor) => editor.document === document);
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** One after the other, so that an older comparison is never drawn over a newer one. */
  private update(): Promise<void> {
    this.last = this.last.then(() => this.draw()).catch((error: unknown) => tell(this.log, 'marking changes', error));
    return this.last;
  }

  private async draw(): Promise<void> {
    const editors = plainEditors();
    if (editors.some(({ document }) => mayBePrompt(document.uri))) await this.projects.load();
    const shown = await Promise.all(
      editors.map(async (editor) => {
        const compared = marksSetting() ? await this.compare(editor.document) : undefined;
        this.painter.paint(editor, compared);
        return { editor, hasChanges: compared !== undefined && compared.hunks.length > 0 };
      }),
    );
    const isMarked = shown.some(({ editor, hasChanges }) => hasChanges && editor === vscode.window.activeTextEditor);
    void vscode.commands.executeCommand('setContext', 'promptRollout.hasMarks', isMarked);
  }

  /** What cannot be compared is not marked; the commands say why. */
  private async compare(document: vscode.TextDocument): Promise<ComparedPrompt | undefined> {
    try {
      return await this.compared.of(document);
    } catch (error) {
      this.log.warn(`marking changes in ${document.uri.path}: ${messageOf(error)}`);
      return undefined;
    }
  }
}

function plainEditors(): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter(isPlainEditor);
}
