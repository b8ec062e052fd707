import * as vscode from 'vscode';
import { chosenPrompt, type PromptChoice } from '../commands/chosenPrompt.js';
import { readHistory, type PromptHistory } from '../compare/history.js';
import { pointOf, type Point, type VersionPoint } from '../compare/point.js';
import type { Choice } from '../dialogs.js';
import type { Projects, PromptHandle } from '../projects.js';
import { isVersionsRow } from './isVersionsRow.js';
import { versionRows, type DraftRow, type VersionRow } from './versionRows.js';
import { versionPlace } from './versionUri.js';
import type { VersionsView } from './versionsView.js';

export interface VersionParts extends PromptChoice {
  readonly view: VersionsView;
}

/** What a command was called on: a prompt's history, and which side of a comparison where it says so. */
export interface Target {
  readonly history: PromptHistory;
  /** Absent where only the prompt is known. */
  readonly point?: Point;
}

/** Finds out what a command is about: a row of the Versions view, a file, an open version, else the active prompt. */
export async function targetOf(parts: VersionParts, argument: unknown, title: string): Promise<Target | undefined> {
  const { projects } = parts;
  const uri =
    argument instanceof vscode.Uri
      ? argument
      : argument === undefined
        ? vscode.window.activeTextEditor?.document.uri
        : undefined;
  const place = uri && versionPlace(uri);
  if (place) {
    await projects.load();
    const handle = handleAt(parts, place.root, place.path);
    if (!handle) return undefined;
    return { history: await readHistory(projects, handle), point: { kind: 'version', id: place.id, path: place.path } };
  }
  const handle = await chosenPrompt(parts, argument, title);
  if (!handle) return undefined;
  const history = await readHistory(projects, handle);
  if (isVersionsRow(argument)) return { history, point: pointAt(argument) };
  return uri && uri.toString() === handle.uri.toString() ? { history, point: { kind: 'file' } } : { history };
}

/** The side of a comparison that a row stands for. */
export function pointAt(row: VersionRow | DraftRow): Point {
  return row.kind === 'version' ? pointOf(row.version) : { kind: 'file' };
}

/** The prompt of an open version: the one that the view shows, else the one that is at the same place today. */
function handleAt({ projects, view }: VersionParts, root: string, path: string): PromptHandle | undefined {
  const own = projects.handles.filter(({ project }) => project?.repository.root === root);
  return (
    own.find(({ prompt }) => prompt.path === path) ??
    (view.handle && own.includes(view.handle) ? view.handle : undefined)
  );
}

/** The version that a command is about, else one that a person picks. */
export async function chosenVersion(
  parts: VersionParts,
  argument: unknown,
  title: string,
): Promise<(Target & { readonly point: VersionPoint }) | undefined> {
  const target = await targetOf(parts, argument, title);
  if (!target) return undefined;
  if (target.point?.kind === 'version') return { ...target, point: target.point };
  const point = await pickPoint(parts, target.history, title);
  return point?.kind === 'version' ? { ...target, point } : undefined;
}

/** Lets a person pick a version. @param withFile offers the file as it is now, too */
export async function pickPoint(
  { dialogs, projects }: VersionParts,
  history: PromptHistory,
  title: string,
  withFile = false,
): Promise<Point | undefined> {
  const { handle, file } = history;
  const versions = versionChoices(projects, history);
  const isDraft = file.isUnsaved || projects.isDraft(handle);
  const draft: Choice<Point>[] =
    withFile && isDraft ? [{ label: 'draft', description: 'the file as it is now', value: { kind: 'file' } }] : [];
  return dialogs.pick({ title, placeHolder: `Which version of ${handle.prompt.name}?` }, [...draft, ...versions]);
}

/** All versions of a prompt, to pick one. */
export function versionChoices(projects: Projects, { handle, list }: PromptHistory): Choice<VersionPoint>[] {
  const rows = versionRows({ handle, list, limit: Infinity, seen: projects.seen(handle), now: Date.now() });
  return rows.flatMap((row) =>
    row.kind === 'version' ? [{ label: row.label, description: row.description, value: pointOf(row.version) }] : [],
  );
}
