import { basename } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { Project } from '../../project/project.js';
import { listCommits, listTags, type NamedCommit } from '../../workspace/commits.js';
import { changedPrompts, type ChangedPrompt } from '../../workspace/changedPrompts.js';
import { shortVersion } from '../../workspace/version.js';
import type { Choice } from '../dialogs.js';
import { withProgress } from '../progress.js';
import { relativeTime } from '../relativeTime.js';
import type { VersionParts } from '../versions/chosenVersion.js';
import { versionUri } from '../versions/versionUri.js';
import { versionsViewId } from '../versions/versionsViewId.js';

const title = 'Compare Prompts Between Commits';

/** Shows all prompts that changed between two tags or commits, which a person picks, in the multi-diff editor. */
export async function compareCommits(parts: VersionParts): Promise<void> {
  await parts.projects.load();
  const project = await chooseProject(parts);
  if (!project) return;
  const { repository, configuration } = project;
  const choices = await withProgress('Reading tags and commits', versionsViewId, (signal) =>
    choicesIn(project, signal),
  );
  const from = await parts.dialogs.pick({ title: `${title} (1/2)`, placeHolder: 'From which tag or commit?' }, choices);
  const to =
    from &&
    (await parts.dialogs.pick(
      { title: `${title} (2/2)`, placeHolder: `From ${from.name} to which tag or commit?` },
      choices,
    ));
  if (!to) return;
  const changed = await withProgress('Comparing prompts', versionsViewId, (signal) =>
    changedPrompts(repository, from.commit, to.commit, { globs: configuration.prompts }, signal),
  );
  if (changed.length === 0) {
    void vscode.window.showInformationMessage(`No prompt differs between ${from.name} and ${to.name}.`);
    return;
  }
  const resources = changed.map((change) => resourceOf(repository.root, change));
  await vscode.commands.executeCommand('vscode.changes', `Prompts ${from.name} ↔ ${to.name}`, resources);
}

async function chooseProject({ projects, active, dialogs }: VersionParts): Promise<Project | undefined> {
  const all = [...new Set(projects.handles.flatMap(({ project }) => project ?? []))];
  const [first] = all;
  if (!first) {
    const why = vscode.workspace.isTrusted
      ? 'There are no prompts in a git repository here'
      : 'Versions come from git, which runs only in a workspace that you trust';
    throw new HumanError('refused', `${why}, so there is nothing to compare.`);
  }
  if (all.length === 1) return first;
  const activeFirst = all.sort((a, b) => Number(b === active.handle?.project) - Number(a === active.handle?.project));
  const choices = activeFirst.map((project) => ({
    label: basename(project.repository.root),
    description: project.repository.root,
    value: project,
  }));
  return dialogs.pick({ title, placeHolder: 'In which repository?' }, choices);
}

async function choicesIn({ repository }: Project, signal: AbortSignal): Promise<Choice<NamedCommit | undefined>[]> {
  const [tags, commits] = await Promise.all([
    listTags(repository, undefined, signal),
    listCommits(repository, undefined, signal),
  ]);
  const now = Date.now();
  const group = (label: string, icon: string, points: readonly NamedCommit[]): Choice<NamedCommit | undefined>[] => {
    const separator = { label, kind: vscode.QuickPickItemKind.Separator, value: undefined };
    const rows = points.map((point) => ({
      label: `$(${icon}) ${point.name}`,
      description: `${point.subject} · ${relativeTime(Date.parse(point.time), now)}`,
      value: point,
    }));
    return rows.length > 0 ? [separator, ...rows] : [];
  };
  return [...group('tags', 'tag', tags), ...group('commits', 'git-commit', commits)];
}

/** What the multi-diff editor takes: what to call it, before, after; a side is absent where the prompt was. */
function resourceOf(
  root: string,
  { path, oldPath = path, before, after }: ChangedPrompt,
): [vscode.Uri, vscode.Uri | undefined, vscode.Uri | undefined] {
  const document = (id: string | undefined, at: string): vscode.Uri | undefined =>
    id === undefined ? undefined : versionUri({ root, path: at, id, title: shortVersion(id) });
  return [vscode.Uri.joinPath(vscode.Uri.file(root), path), document(before, oldPath), document(after, path)];
}
