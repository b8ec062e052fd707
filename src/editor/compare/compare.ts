import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import { baselineOf } from './baseline.js';
import { chosenPair, nothingBefore, type Pair } from './chosenPair.js';
import { viewOptions } from './viewOptions.js';
import type { VersionParts } from '../versions/chosenVersion.js';
import { chosenVersion, targetOf } from '../versions/chosenVersion.js';
import { labelIn, uriIn, type PromptHistory } from './history.js';
import { compareTitle, pointOf, previousOf, type Point } from './point.js';

/** Shows two sides of a prompt's history in the diff editor, the older on the left. */
export async function compare(history: PromptHistory, left: Point, right: Point): Promise<void> {
  const title = compareTitle(history.handle.prompt.name, labelIn(history, left), labelIn(history, right));
  await vscode.commands.executeCommand('vscode.diff', uriIn(history, left), uriIn(history, right), title, viewOptions);
}

/** Shows a pair in the diff editor. */
export function comparePair({ history, left, right }: Pair): Promise<void> {
  return compare(history, left, right);
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

/** Compares a version, or the file, with the baseline: the released version, from which a rollout starts. */
export async function compareWithBaseline(parts: VersionParts, argument: unknown): Promise<void> {
  const target = await targetOf(parts, argument, 'Compare with Baseline');
  if (!target) return;
  const { history, point = { kind: 'file' } } = target;
  const { handle } = history;
  const baseline = baselineOf(parts.projects, handle);
  if (!baseline) {
    const where = handle.environment ? ` in ${handle.environment.name}` : '';
    throw new HumanError('refused', `${handle.prompt.name} has no baseline${where} yet: nothing is released there.`);
  }
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
  const pair = await chosenPair(parts, argument, selected, 'Compare Versions');
  if (pair) await comparePair(pair);
}
