import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import { pickPoint, pointAt, targetOf, type VersionParts } from '../versions/chosenVersion.js';
import { isVersionsRow } from '../versions/isVersionsRow.js';
import { versionPlace } from '../versions/versionUri.js';
import { baselineOf } from './baseline.js';
import { readHistory, labelIn, type PromptHistory } from './history.js';
import { indexOf, pointOf, previousOf, type Point } from './point.js';

/** Two sides of a prompt's history, the older one first. */
export interface Pair {
  readonly history: PromptHistory;
  readonly left: Point;
  readonly right: Point;
}

/**
 * The two sides that a command is about: two selected rows, the sides of the open diff editor, else a version and the
 * one before it, or the file and the baseline.
 * @throws HumanError where there is nothing to compare with
 */
export async function meantPair(
  parts: VersionParts,
  argument: unknown,
  selected: unknown,
  title: string,
): Promise<Pair | undefined> {
  const pair = (await selectedPair(parts, selected)) ?? (await pairOfDiff(parts, argument));
  if (pair) return pair;
  const target = await targetOf(parts, argument, title);
  if (!target) return undefined;
  const { history, point = { kind: 'file' } } = target;
  const left = before(parts, history, point);
  if (!left) throw new HumanError('refused', nothingBefore(history, point));
  return { history, left, right: point };
}

/** Two rows of the Versions view, or what a person picks. @param selected all selected rows */
export async function chosenPair(
  parts: VersionParts,
  argument: unknown,
  selected: unknown,
  title: string,
): Promise<Pair | undefined> {
  const pair = await selectedPair(parts, selected);
  const target = pair ? undefined : await targetOf(parts, argument, title);
  if (!target) return pair;
  const { history } = target;
  const left =
    isVersionsRow(argument) && target.point ? target.point : await pickPoint(parts, history, `${title} (1/2)`, true);
  const right = left && (await pickPoint(parts, history, `${title} (2/2)`, true));
  return right && inOrder(history, left, right);
}

/** Two rows of the Versions view; undefined where as many are not selected. @throws HumanError where there are more */
async function selectedPair({ projects }: VersionParts, selected: unknown): Promise<Pair | undefined> {
  const [first, second, third] = Array.isArray(selected) ? selected.filter(isVersionsRow) : [];
  if (third) throw new HumanError('input', 'Select two versions to compare; more cannot be shown side by side.');
  if (!first || !second) return undefined;
  const history = await readHistory(projects, projects.handleOf(first.handle.uri) ?? first.handle);
  return inOrder(history, pointAt(first), pointAt(second));
}

/** The older one on the left. */
function inOrder(history: PromptHistory, a: Point, b: Point): Pair {
  const age = (point: Point): number => (point.kind === 'file' ? -1 : indexOf(history.list, point));
  const [left, right] = age(a) > age(b) ? [a, b] : [b, a];
  return { history, left, right };
}

/** What a person reads who asks for what came before, where nothing did. */
export function nothingBefore(history: PromptHistory, point: Point): string {
  const what = `${history.handle.prompt.name} ${labelIn(history, point)}`;
  if (history.list.versions.length === 0) return `${what} has no version to compare with: it is not committed yet.`;
  if (history.list.shallow)
    return `What came before ${what} is not in this clone, which is shallow: "git fetch --unshallow" brings it.`;
  return `${what} is the oldest version; there is none before it.`;
}

/** Of the file the baseline, unless it holds just that; else the version before. */
function before({ projects }: VersionParts, { handle, list, file }: PromptHistory, point: Point): Point | undefined {
  const baseline = point.kind === 'file' ? baselineOf(projects, handle) : undefined;
  const isHeld = !file.isUnsaved && baseline?.id === (file.working ?? list.versions[0]?.id);
  if (baseline && !isHeld) return baseline;
  const previous = previousOf(list, point, file);
  return previous && pointOf(previous);
}

/** The sides of the active diff editor, where a command was called on it. */
async function pairOfDiff(parts: VersionParts, argument: unknown): Promise<Pair | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputTextDiff)) return undefined;
  const { original, modified } = input;
  const meant = argument instanceof vscode.Uri ? argument.toString() : undefined;
  const isMeant = argument === undefined || [original, modified].some((uri) => uri.toString() === meant);
  const [left, right] = [sideOf(original), sideOf(modified)];
  const target = isMeant && left && right ? await targetOf(parts, modified, '') : undefined;
  return target && left && right ? { history: target.history, left, right } : undefined;
}

function sideOf(uri: vscode.Uri): Point | undefined {
  if (uri.scheme === 'file') return { kind: 'file' };
  const place = versionPlace(uri);
  return place && { kind: 'version', id: place.id, path: place.path };
}
