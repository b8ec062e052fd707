import * as vscode from 'vscode';
import type { TextRange } from '../../prompts/textRange.js';
import type { Disposable } from '../disposable.js';
import type { ComparedPrompt } from './comparedPrompts.js';
import { createDecorations, type Decorations } from './decorations.js';
import { EditLog, movedBy } from './edits.js';
import { inlineText } from './removedText.js';
import { lineMarks, removedWords, textMarks } from './textMarks.js';

/** How many lines above and below the visible ones have their words marked: there may be thousands in a long prompt. */
const margin = 100;

interface Painted {
  readonly compared: ComparedPrompt;
  /** Of the document, when it was painted. */
  readonly version: number;
  /** The lines whose words are marked. */
  readonly part: vscode.Range;
  readonly removedWordsShown: boolean;
}

/** Draws marks in editors. VS Code moves what is drawn with the text, so that a new comparison is all that needs drawing. */
export class Painter implements Disposable {
  private decorations: Decorations | undefined;
  private readonly painted = new WeakMap<vscode.TextEditor, Painted>();
  private readonly logs = new WeakMap<vscode.TextDocument, EditLog>();
  removedWordsShown = false;

  /** Takes note of what is typed, since a comparison is always a little behind it. */
  typed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const log = this.logs.get(document) ?? new EditLog(document.version - 1);
    this.logs.set(document, log);
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => {
      return { offset: rangeOffset, removed: rangeLength, added: text.length };
    });
    log.note(document.version, edits);
  }

  /** @param compared undefined where nothing is to be marked */
  paint(editor: vscode.TextEditor, compared: ComparedPrompt | undefined): void {
    if (!compared) this.clear(editor);
    else if (compared === this.painted.get(editor)?.compared) this.repaint(editor);
    else this.draw(editor, compared);
  }

  /** Marks the words that have come into sight, or are shown in another way now. */
  repaint(editor: vscode.TextEditor): void {
    const painted = this.painted.get(editor);
    if (!painted) return;
    const isSame = painted.removedWordsShown === this.removedWordsShown;
    if (isSame && editor.visibleRanges.every((range) => painted.part.contains(range))) return;
    this.draw(editor, painted.compared);
  }

  dispose(): void {
    for (const type of this.types()) type.dispose();
  }

  private draw(editor: vscode.TextEditor, compared: ComparedPrompt): void {
    const { document } = editor;
    const { version } = document;
    const edits = version === compared.version ? [] : this.logs.get(document)?.since(compared.version);
    if (!edits) return;
    const { lines, text, removedWords: inline } = (this.decorations ??= createDecorations());
    const place = (range: TextRange, grows: boolean): vscode.Range => {
      const { start, end } = movedBy(edits, range, grows);
      return new vscode.Range(document.positionAt(start), document.positionAt(end));
    };
    const set = (type: vscode.TextEditorDecorationType, ranges: readonly TextRange[], grows: boolean): void =>
      editor.setDecorations(
        type,
        ranges.map((range) => place(range, grows)),
      );

    const marked = lineMarks(compared);
    set(lines.added, marked.added, true);
    set(lines.changed, marked.changed, true);
    set(lines.removed, marked.removed, false);

    const part = partOf(editor);
    const offsets = { start: document.offsetAt(part.start), end: document.offsetAt(part.end) };
    const words = textMarks(compared, offsets);
    const { removedWordsShown } = this;
    set(text.added, words.added, true);
    set(text.changed, words.changed, true);
    set(text.removedBefore, removedWordsShown ? [] : words.removedBefore, false);
    set(text.removedBehind, removedWordsShown ? [] : words.removedBehind, false);
    const gone = removedWordsShown ? removedWords(compared, offsets) : [];
    const shown = gone.map(({ offset, text }): vscode.DecorationOptions => {
      const renderOptions = { before: { contentText: inlineText(text) } };
      return { range: place({ start: offset, end: offset }, false), renderOptions };
    });
    editor.setDecorations(inline, shown);

    this.painted.set(editor, { compared, version, part, removedWordsShown });
    void this.check(editor, version);
  }

  /**
   * Marks travel to the window without the version they are for. What somebody typed there meanwhile has moved the text
   * under them; it is known here when an answer from there, asked for behind the marks, has come. Then they are drawn again.
   */
  private async check(editor: vscode.TextEditor, version: number): Promise<void> {
    await vscode.commands.executeCommand('setContext', 'promptRollout.marksDrawn', true);
    const painted = this.painted.get(editor);
    if (painted?.version === version && editor.document.version !== version) this.draw(editor, painted.compared);
  }

  private clear(editor: vscode.TextEditor): void {
    if (this.painted.delete(editor)) for (const type of this.types()) editor.setDecorations(type, []);
  }

  private types(): readonly vscode.TextEditorDecorationType[] {
    if (!this.decorations) return [];
    const { lines, text, removedWords: inline } = this.decorations;
    return [...Object.values(lines), ...Object.values(text), inline];
  }
}

/** The visible lines and those near them, as a range of whole lines. */
function partOf({ document, visibleRanges }: vscode.TextEditor): vscode.Range {
  const first = Math.min(...visibleRanges.map(({ start }) => start.line), document.lineCount - 1);
  const last = Math.max(...visibleRanges.map(({ end }) => end.line), 0);
  return document.validateRange(new vscode.Range(Math.max(0, first - margin), 0, last + margin, Infinity));
}
