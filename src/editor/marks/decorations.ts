import * as vscode from 'vscode';
import type { ChangeKind } from './changes.js';
import type { TextMarks } from './textMarks.js';

/** How marks look; all colours are the theme's. */
export interface Decorations {
  readonly lines: Readonly<Record<ChangeKind, vscode.TextEditorDecorationType>>;
  readonly text: Readonly<Record<keyof TextMarks, vscode.TextEditorDecorationType>>;
  /** Removed words inline; each brings its own text. */
  readonly removedWords: vscode.TextEditorDecorationType;
}

export function createDecorations(): Decorations {
  const { createTextEditorDecorationType: create } = vscode.window;
  const colour = (id: string): vscode.ThemeColor => new vscode.ThemeColor(id);
  const { OpenOpen, ClosedClosed } = vscode.DecorationRangeBehavior;
  const line = (
    name: ChangeKind | 'deleted' | 'modified',
    borderWidth: string,
    rangeBehavior: vscode.DecorationRangeBehavior,
  ) =>
    create({
      isWholeLine: true,
      borderStyle: 'solid',
      borderWidth,
      borderColor: colour(`editorGutter.${name}Background`),
      overviewRulerColor: colour(`editorOverviewRuler.${name}Foreground`),
      // git's own marks are in the left lane, problems in the right one.
      overviewRulerLane: vscode.OverviewRulerLane.Center,
      rangeBehavior,
    });
  const inserted: vscode.DecorationRenderOptions = {
    backgroundColor: colour('diffEditor.insertedTextBackground'),
    // Themes of high contrast have lines where others have backgrounds.
    outline: '1px solid',
    outlineColor: colour('diffEditor.insertedTextBorder'),
    rangeBehavior: OpenOpen,
  };
  const removed = (borderWidth: string) =>
    create({
      borderStyle: 'solid',
      borderWidth,
      borderColor: colour('editorGutter.deletedBackground'),
      rangeBehavior: ClosedClosed,
    });
  return {
    lines: {
      added: line('added', '0 0 0 2px', OpenOpen),
      changed: line('modified', '0 0 0 2px', OpenOpen),
      removed: line('deleted', '1px 0 0 0', ClosedClosed),
    },
    text: {
      added: create(inserted),
      changed: create({
        ...inserted,
        borderStyle: 'dashed',
        borderWidth: '0 0 1px 0',
        borderColor: colour('editorGutter.modifiedBackground'),
      }),
      removedBefore: removed('0 0 0 2px'),
      removedBehind: removed('0 2px 0 0'),
    },
    removedWords: create({
      before: {
        backgroundColor: colour('diffEditor.removedTextBackground'),
        border: '1px solid',
        borderColor: colour('diffEditor.removedTextBorder'),
        color: colour('descriptionForeground'),
        textDecoration: 'line-through',
        margin: '0 1px',
      },
      rangeBehavior: ClosedClosed,
    }),
  };
}
