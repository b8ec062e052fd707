import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import { shortNames } from '../../prompts/promptId.js';
import type { Project, ProjectOptions, ProjectPrompt } from '../../project/project.js';
import type { PromptGlobs } from '../../workspace/promptFinder.js';
import { isInside } from '../../workspace/isInside.js';
import { openRepository, submodules, type Repository } from '../../workspace/repository.js';
import type { Problem } from '../projects.js';
import type { Watched } from './changeOf.js';

/** What the projects of a window share. */
export type RootParts = Pick<ProjectOptions, 'judge' | 'token' | 'watcher'>;

/** A workspace folder, and where it really is. */
interface ShownFolder {
  readonly uri: vscode.Uri;
  readonly real: string;
}

/** A repository of the workspace, or a folder that is in none. */
export interface Root {
  readonly path: string;
  readonly project?: Project;
  /** Why it has no project, where it should have one. */
  readonly problem?: Problem;
  find(signal: AbortSignal): Promise<readonly ProjectPrompt[]>;
  /** Where the editor shows a file of it; undefined for one outside all workspace folders. */
  uriOf(path: string): vscode.Uri | undefined;
  /** The other way round: a file's path from its root; undefined for one outside. */
  pathOf(uri: vscode.Uri): string | undefined;
  readonly watched: Watched;
  /** Whether a file, by its path from the root, is written like a prompt, but only part of those that include it. */
  isPartial(path: string): boolean;
}

/**
 * The repositories of the workspace folders, each once, submodules as their own; folders without one as they are.
 * Runs no process and opens no project, which could reach the network, while the workspace is not trusted.
 */
export async function findRoots(
  folders: readonly vscode.Uri[],
  trusted: boolean,
  parts: RootParts,
  signal: AbortSignal,
): Promise<readonly Root[]> {
  const repositories = new Map<string, { repository: Repository; shown: ShownFolder[] }>();
  const roots: Root[] = [];
  for (const uri of folders.filter(({ scheme }) => scheme === 'file')) {
    const shown = { uri, real: await realpath(uri.fsPath).catch(() => uri.fsPath) };
    const found = trusted ? await repositoriesOf(shown.real, signal) : [];
    if ('problem' in found) roots.push(await plainRoot(shown, { root: shown.real, text: found.problem }));
    else if (found.length === 0) roots.push(await plainRoot(shown));
    else {
      for (const repository of found) {
        const known = repositories.get(repository.root);
        if (known) known.shown.push(shown);
        else repositories.set(repository.root, { repository, shown: [shown] });
      }
    }
  }
  for (const { repository, shown } of repositories.values()) roots.push(await projectRoot(repository, shown, parts));
  return roots;
}

async function repositoriesOf(
  folder: string,
  signal: AbortSignal,
): Promise<readonly Repository[] | { readonly problem: string }> {
  try {
    const repository = await openRepository(folder, signal);
    return repository ? [repository, ...(await submodules(repository, signal))] : [];
  } catch (error) {
    if (error instanceof HumanError) return { problem: error.message };
    throw error;
  }
}

async function projectRoot(repository: Repository, shown: readonly ShownFolder[], parts: RootParts): Promise<Root> {
  const [{ openProject }, { configurationFile }, { partialMatcher, promptMatcher }] = await Promise.all([
    import('../../project/project.js'),
    import('../../workspace/configuration/parseConfiguration.js'),
    import('../../workspace/promptFinder.js'),
  ]);
  const exclude = excludedFiles(shown[0]?.uri);
  const place = placeOf(repository.root, shown);
  const watched = { isPrompt: () => false, trafficFiles: new Set<string>(), hasGit: true };
  try {
    const project = await openProject(repository, { now: Date.now, ...parts, exclude });
    const { prompts, environments } = project.configuration;
    const globs = { globs: prompts, exclude };
    const match = promptMatcher(globs);
    const trafficFiles = new Set(Object.values(environments).map(({ traffic }) => traffic.file));
    const isPrompt = (path: string): boolean => match(path) !== undefined;
    return {
      ...place,
      project,
      watched: { ...watched, isPrompt, trafficFiles },
      isPartial: partialMatcher(globs),
      find: (signal) => project.prompts(signal),
    };
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    const uri = vscode.Uri.file(join(repository.root, configurationFile));
    const problem = { root: repository.root, text: error.message, uri };
    return { ...place, problem, watched, isPartial: () => false, find: () => Promise.resolve([]) };
  }
}

async function plainRoot(shown: ShownFolder, problem?: Problem): Promise<Root> {
  const [{ readConfiguration }, { partialMatcher, promptMatcher }, { defaultConfiguration }] = await Promise.all([
    import('../../project/project.js'),
    import('../../workspace/promptFinder.js'),
    import('../../workspace/configuration/configuration.js'),
  ]);
  const { configuration = defaultConfiguration } = await readConfiguration(shown.real);
  const globs = { globs: configuration.prompts, exclude: excludedFiles(shown.uri) };
  const match = promptMatcher(globs);
  return {
    ...placeOf(shown.real, [shown]),
    watched: { isPrompt: (path) => match(path) !== undefined, trafficFiles: new Set(), hasGit: false },
    isPartial: partialMatcher(globs),
    find: (signal) => findInFolder(shown.real, globs, signal),
    ...(problem !== undefined && { problem }),
  };
}

async function findInFolder(
  folder: string,
  globs: PromptGlobs,
  signal: AbortSignal,
): Promise<readonly ProjectPrompt[]> {
  const { findPromptsInFolder } = await import('../../workspace/folderFinder.js');
  const { prompts } = await findPromptsInFolder(folder, globs, {}, signal);
  const names = shortNames(prompts.map(({ id }) => id));
  return prompts.map((file) => ({ ...file, name: names.get(file.id) ?? file.id }));
}

/** Globs that the editor hides. */
function excludedFiles(scope: vscode.Uri | undefined): string[] {
  const excluded = vscode.workspace
    .getConfiguration('files', scope)
    .get<Readonly<Record<string, unknown>>>('exclude', {});
  return Object.entries(excluded).flatMap(([glob, value]) => (value === true ? [glob] : []));
}

/** Between paths from a root and addresses below the workspace folders, also where those are reached through a symbolic link. */
function placeOf(root: string, shown: readonly ShownFolder[]): Pick<Root, 'path' | 'uriOf' | 'pathOf'> {
  return {
    path: root,
    uriOf: (path) => {
      const file = join(root, path);
      const folder = shown.find(({ real }) => isInside(real, file));
      return folder && vscode.Uri.joinPath(folder.uri, slashed(relative(folder.real, file)));
    },
    pathOf: (uri) => {
      const folder = shown.find((candidate) => isInside(candidate.uri.fsPath, uri.fsPath));
      const file = folder && join(folder.real, relative(folder.uri.fsPath, uri.fsPath));
      return file !== undefined && isInside(root, file) ? slashed(relative(root, file)) : undefined;
    },
  };
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
