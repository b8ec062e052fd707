import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import { viewOptions } from './viewOptions.js';
import type { VersionParts } from '../versions/chosenVersion.js';
import { chosenVersion, pickPoint, pointAt, targetOf } from '../versions/chosenVersion.js';
import { isVersionsRow } from '../versions/isVersionsRow.js';
import { labelIn, readHistory, uriIn, type PromptHistory } from './history.js';
import { compareTitle, indexOf, pointOf, previousOf, type Point } from './point.js';

/** Shows two sides of a prompt's history in the diff editor, the older on the left. */
export async function compare(history: PromptHistory, left: Point, right: Point): Promise<void> {
  const title = compareTitle(history.handle.prompt.name, labelIn(history, left), labelIn(history, right));
  await vscode.commands.executeCommand('vscode.diff', uriIn(history, left), uriIn(history, right), title, viewOptions);
}

/** Compares a version, or the file, with the version before it. */
export async function compareWithPrevious(parts: VersionParts, argument: unknown): Promise<void> {
  const target = await targetOf(parts, argument, 'Compare with Previous Version');
  if (!target) return;
  const { history, point = { kind: 'file' } } = target;
  const previous = previousOf(history.list, point, history.file);
  if (!previous) throw new HumanError('refused', nothingBefore(history, point));
  await compare(history, pointOf(previous), point);
}

function nothingBefore(history: PromptHistory, point: Point): string {
  const what = `${history.handle.prompt.name} ${labelIn(history, point)}`;
  if (history.list.versions.length === 0) return `${what} has no version to compare with: it is not committed yet.`;
  if (history.list.shallow)
    return `What came before ${what} is not in this clone, which is shallow: "git fetch --unshallow" brings it.`;
  return `${what} is the oldest version; there is none before it.`;
}

/** Compares a version, or the file, with the baseline: the released version, from which a rollout starts. */
export async function compareWithBaseline(parts: VersionParts, argument: unknown): Promise<void> {
  const target = await targetOf(parts, argument, 'Compare with Baseline');
  if (!target) return;
  const { history, point = { kind: 'file' } } = target;
  const { handle } = history;
  const seen = parts.projects.seen(handle);
  const state = seen && 'prompt' in seen ? seen.state : undefined;
  if (state?.released === undefined) {
    const where = handle.environment ? ` in ${handle.environment.name}` : '';
    throw new HumanError('refused', `${handle.prompt.name} has no baseline${where} yet: nothing is released there.`);
  }
  const baseline: Point = {
    kind: 'version',
    id: state.released,
    path: state.paths.get(state.released) ?? handle.prompt.path,
  };
  if (point.kind === 'version' && point.id === baseline.id) {
    throw new HumanError('refused', `${handle.prompt.name} ${labelIn(history, point)} is the baseline itself.`);
  }
  await compare(history, baseline, point);
}

/** Compares a version with the file as it is now. */
export async function compareWithDraft(parts: VersionParts, argument: unknown): Promise<void> {
  const target = await chosenVersion(parts, argument, 'Compare with Draft');
  if (target) await compare(target.history, target.point, { kind: 'file' });
}

/** Compares two rows of the Versions view, or what a person picks. @param selected all selected rows */
export async function compareVersions(parts: VersionParts, argument: unknown, selected: unknown): Promise<void> {
  const rows = Array.isArray(selected) ? selected.filter(isVersionsRow) : [];
  const [first, second] = rows;
  if (first && second && rows.length === 2) {
    const handle = parts.projects.handleOf(first.handle.uri) ?? first.handle;
    const history = await readHistory(parts.projects, handle);
    await compare(history, ...inOrder(history, pointAt(first), pointAt(second)));
    return;
  }
  if (rows.length > 2)
    throw new HumanError('input', 'Select two versions to compare; more cannot be shown side by side.');
  const title = 'Compare Versions';
  const target = await targetOf(parts, argument, title);
  if (!target) return;
  const { history } = target;
  const left =
    isVersionsRow(argument) && target.point ? target.point : await pickPoint(parts, history, `${title} (1/2)`, true);
  const right = left && (await pickPoint(parts, history, `${title} (2/2)`, true));
  if (right) await compare(history, ...inOrder(history, left, right));
}

/** The older one first. */
function inOrder(history: PromptHistory, a: Point, b: Point): [Point, Point] {
  const age = (point: Point): number => (point.kind === 'file' ? -1 : indexOf(history.list, point));
  return age(a) > age(b) ? [a, b] : [b, a];
}
