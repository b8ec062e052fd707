import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { MarkCommand } from '../commands/commandNames.js';
import type { Handler } from '../commands/registerCommands.js';
import { baselineOf } from '../compare/baseline.js';
import { requireProject } from '../compare/history.js';
import type { VersionPoint } from '../compare/point.js';
import type { Choice } from '../dialogs.js';
import type { PromptHandle } from '../projects.js';
import { marksSetting, setMarks } from '../settings.js';
import type { VersionParts } from '../versions/chosenVersion.js';
import { changePlace } from './changePlace.js';
import { changeOnLine, nextChange, placeOf, previousChange, revertOf } from './changes.js';
import type { ComparedPrompt, ComparedPrompts } from './comparedPrompts.js';
import { isPlainEditor } from './isPlainEditor.js';
import type { MarkedSince } from './markedSince.js';
import { sinceWords } from './sinceWords.js';

export interface MarkParts extends VersionParts {
  readonly marked: MarkedSince;
  readonly compared: ComparedPrompts;
  /** Shows or hides removed words inline. */
  toggleRemovedWords(): void;
}

/** What the commands about marks do. */
export function markHandlers(parts: MarkParts): Readonly<Record<MarkCommand, Handler>> {
  return {
    toggleMarks: () => {
      if (vscode.workspace.isTrusted) return switchMarks(!marksSetting());
      const why = 'Changes are marked since a version, and versions come from git, which runs only in a workspace';
      throw new HumanError('refused', `${why} that you trust.`);
    },
    chooseMarksVersion: (argument) => chooseMarksVersion(parts, argument),
    toggleRemovedWords: async (argument) => {
      await subjectOf(parts, argument);
      parts.toggleRemovedWords();
    },
    nextChange: (argument) => goTo(parts, argument, nextChange),
    previousChange: (argument) => goTo(parts, argument, previousChange),
    revertChange: (argument) => revertChange(parts, argument),
  };
}

async function switchMarks(shown: boolean): Promise<void> {
  if (await setMarks(shown)) return;
  const why = 'The settings of this workspace decide whether changes are marked (promptRollout.marks).';
  throw new HumanError('refused', `${why} Change it there; your own setting is changed already.`);
}

async function chooseMarksVersion(parts: MarkParts, argument: unknown): Promise<void> {
  const title = 'Mark Changes Since…';
  const { targetOf, versionChoices } = await import('../versions/chosenVersion.js');
  const target = await targetOf(parts, argument, title);
  if (!target) return;
  const { projects, marked, dialogs } = parts;
  const { handle } = target.history;
  const baseline = baselineOf(projects, handle);
  const usual: Choice<VersionPoint | undefined> = {
    label: 'the baseline',
    description: baseline
      ? projects.versionName(handle, baseline.id)
      : 'nothing is released yet: the newest version that the file differs from',
    value: undefined,
  };
  const since = await marked.since(handle);
  const now = since ? `marked since ${await sinceWords(projects, handle, since)}` : 'compared with no version yet';
  const choices = [usual, ...versionChoices(projects, target.history)].map((choice) => ({
    ...choice,
    value: { point: choice.value },
  }));
  const placeHolder = `${handle.prompt.name} is ${now}. Since which version?`;
  const chosen = await dialogs.pick({ title, placeHolder }, choices);
  if (!chosen) return;
  await marked.choose(handle, chosen.point);
  if (!marksSetting()) await switchMarks(true);
}

/** A prompt's editor with what has changed in it. */
interface Subject {
  readonly editor: vscode.TextEditor;
  readonly handle: PromptHandle;
  readonly compared: ComparedPrompt;
  /** The place that the command is about: that of a link, else the cursor. */
  readonly position: vscode.Position;
}

async function goTo(parts: MarkParts, argument: unknown, choose: typeof nextChange): Promise<void> {
  const { editor, compared, position } = await subjectOf(parts, argument);
  const { document } = editor;
  const change = choose(compared.hunks, document.offsetAt(position));
  if (!change) return;
  const place = document.positionAt(placeOf(change));
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function revertChange(parts: MarkParts, argument: unknown): Promise<void> {
  const { editor, handle, compared, position } = await subjectOf(parts, argument);
  const { document } = editor;
  const change = changeOnLine(compared.hunks, document.offsetAt(position.with({ character: 0 })));
  const { name } = handle.prompt;
  if (!change) {
    throw new HumanError(
      'input',
      `Line ${position.line + 1} of ${name} has no change to revert; "Next Change" goes to one. Nothing was changed.`,
    );
  }
  const { range, text } = revertOf(compared.before, change);
  const replaced = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  if (!(await editor.edit((edit) => edit.replace(replaced, text))))
    throw new HumanError('refused', `${name} cannot be edited; it is as it was.`);
}

/** @throws HumanError where there are no changes to speak of, with why */
async function subjectOf({ projects, compared }: MarkParts, argument: unknown): Promise<Subject> {
  await projects.load();
  const link = changePlace(argument);
  const editor = editorOf(link?.uri ?? (argument instanceof vscode.Uri ? argument.toString() : undefined));
  const handle = editor && projects.handleOf(editor.document.uri);
  if (!handle) throw new HumanError('input', 'Open a prompt first: changes are marked in its text.');
  requireProject(handle);
  if (!marksSetting())
    throw new HumanError('refused', 'Changes are not marked now; "Toggle Change Marks" switches that on.');
  const { name } = handle.prompt;
  const found = await freshly(compared, editor.document);
  if (!found)
    throw new HumanError('refused', `${name} has no version yet to compare it with: the first commit makes it.`);
  if (found.hunks.length === 0)
    throw new HumanError('refused', `${name} has no change since ${await sinceWords(projects, handle, found.since)}.`);
  return { editor, handle, compared: found, position: link?.position ?? editor.selection.active };
}

/** The editor of a file, else the active one. */
function editorOf(uri: string | undefined): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const all = [...(activeTextEditor ? [activeTextEditor] : []), ...visibleTextEditors];
  return all.find((editor) => isPlainEditor(editor) && (uri === undefined || editor.document.uri.toString() === uri));
}

/** What holds for the text as it is now, even where somebody types meanwhile. */
async function freshly(compared: ComparedPrompts, document: vscode.TextDocument): Promise<ComparedPrompt | undefined> {
  for (;;) {
    const found = await compared.of(document);
    if (!found || found.version === document.version) return found;
  }
}
