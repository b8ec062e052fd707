import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HumanError } from '../prompts/humanError.js';
import type { Includes, PromptText } from '../prompts/promptText.js';
import type { Environment, Project, ProjectPrompt } from '../project/project.js';
import { readFileNow } from '../project/promptText.js';
import type { PromptState } from '../rollout/state.js';
import { workingVersion } from '../workspace/draft.js';
import { historyPage } from '../workspace/history.js';
import type { Repository } from '../workspace/repository.js';
import { resolveVersion } from '../workspace/resolveVersion.js';
import { shortVersion, type VersionAt, type VersionId } from '../workspace/version.js';
import { readVersionFiles } from '../workspace/versionContent.js';
import { textOfFiles } from '../workspace/versionTree.js';

/** One content of a prompt that a person named. */
export interface ChosenVersion {
  /** Absent for the draft. */
  readonly id?: VersionId;
  readonly path: string;
  readonly content: Uint8Array;
  /** The files that it includes, by path from its folder. */
  readonly includes: Includes;
}

/** A prompt, and where its versions are found. */
export interface Versions {
  readonly project: Project;
  readonly environment: Environment;
  readonly prompt: ProjectPrompt;
  readonly signal: AbortSignal;
}

/**
 * The version that a text means: `draft`, `baseline`, `candidate`, `v12`, the beginning of an id, or a revision of git.
 * @throws HumanError where there is none
 */
export async function chooseVersion(versions: Versions, text: string): Promise<ChosenVersion> {
  const { project, prompt, signal } = versions;
  if (text === 'draft') return readDraft(project.repository, prompt);
  if (text === 'baseline' || text === 'candidate') {
    const state = await foldedState(versions);
    const id = text === 'baseline' ? state?.released : state?.live?.candidate;
    if (id === undefined)
      throw new HumanError('input', `${prompt.name} has no ${text} in ${versions.environment.name}.`);
    return frozenVersion(versions, id);
  }
  return committedVersion(versions, await resolveVersion(project.repository, prompt.path, text, signal));
}

/** The draft where the working copy differs from the newest version, else that version. */
export async function newestContent(versions: Versions): Promise<ChosenVersion> {
  const {
    project: { repository },
    prompt,
    signal,
  } = versions;
  const [working, [newest]] = await Promise.all([
    workingVersion(repository, prompt.path, signal),
    historyPage(repository, prompt.path, { count: 1 }, signal).then((page) => page.versions),
  ]);
  if (!newest || (working !== undefined && working !== newest.id)) return readDraft(repository, prompt);
  return committedVersion(versions, newest);
}

/**
 * What a version is compared with when nobody says: the baseline, else the version before it; the newest one where its
 * history does not hold it, as that of a draft or of a branch.
 */
export async function comparedWith(versions: Versions, to: ChosenVersion): Promise<ChosenVersion> {
  const { project, prompt, signal } = versions;
  const released = (await foldedState(versions))?.released;
  if (released !== undefined && released !== to.id) return frozenVersion(versions, released);
  let newest: VersionAt | undefined;
  let found = false;
  for await (const version of historyOf(project.repository, prompt.path, signal)) {
    newest ??= version;
    if (found && version.id !== to.id) return committedVersion(versions, version);
    found ||= version.id === to.id;
  }
  if (newest && !found) return committedVersion(versions, newest);
  throw new HumanError('input', `${prompt.name} has no earlier version to compare with.`);
}

/** What people call a version: `draft`, or seven digits. */
export function labelOf({ id }: ChosenVersion): string {
  return id === undefined ? 'draft' : shortVersion(id);
}

/** The text of a content; what is no UTF-8 becomes U+FFFD. */
export function textOf({ content }: ChosenVersion): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
}

/** A content with what it includes. */
export function promptTextOf(version: ChosenVersion): PromptText {
  return { path: version.path, text: textOf(version), includes: version.includes };
}

async function readDraft({ root }: Repository, { path }: ProjectPrompt): Promise<ChosenVersion> {
  const { includes } = await readFileNow(root, { path });
  return { path, content: await readFile(join(root, path)), includes };
}

async function committedVersion({ project, signal }: Versions, version: VersionAt): Promise<ChosenVersion> {
  const files = await readVersionFiles(project.repository, version, signal);
  const { id, path } = version;
  return { id, path, content: files.main, includes: textOfFiles(files).includes };
}

/** The log keeps what was released or is a candidate, whatever became of its commit. */
async function frozenVersion(versions: Versions, id: VersionId): Promise<ChosenVersion> {
  const { environment, prompt, signal } = versions;
  const path = (await foldedState(versions))?.paths.get(id) ?? prompt.path;
  const { text, includes } = await environment.log.content(id, signal);
  return { id, path, content: Buffer.from(text), includes };
}

/** Undefined where there is no log, or where it is damaged. */
async function foldedState({ environment, prompt, signal }: Versions): Promise<PromptState | undefined> {
  const state = (await environment.log.read(signal)).prompts.get(prompt.id)?.state;
  return state?.is === 'damaged' ? undefined : state;
}

async function* historyOf(
  repository: Repository,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<VersionAt, void, undefined> {
  let after: string | undefined;
  do {
    const page = await historyPage(repository, path, { after }, signal);
    yield* page.versions;
    after = page.next;
  } while (after !== undefined);
}
