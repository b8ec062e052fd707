import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { HumanError, messageOf } from '../prompts/humanError.js';
import { resolveIncludes } from '../prompts/includes.js';
import type { PromptText } from '../prompts/promptText.js';
import { includedFiles } from '../workspace/includedFiles.js';
import type { VersionAt } from '../workspace/version.js';
import { readVersion } from '../workspace/versionContent.js';
import type { Project } from './project.js';

/** Which text of a prompt is meant: a version, or its file as it is now. */
export type TextPoint = ({ readonly kind: 'version' } & VersionAt) | ({ readonly kind: 'file' } & FileNow);

/** A prompt's file as it is now. */
export interface FileNow {
  /** From the root, with forward slashes. */
  readonly path: string;
  /** Texts that are not saved yet, by path from the root: of the file, or of those that it includes. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

/** The text of a prompt with what it includes. @throws HumanError where it cannot be read */
export function readPromptText(
  { repository }: Pick<Project, 'repository'>,
  point: TextPoint,
  signal?: AbortSignal,
): Promise<PromptText> {
  return point.kind === 'version' ? readVersion(repository, point, signal) : readFileNow(repository.root, point);
}

/**
 * The text of a prompt's file as it is now, with what it includes. Runs nothing: for workspaces that are not trusted, too.
 * @throws HumanError where it cannot be read
 */
export async function readFileNow(root: string, { path, unsaved }: FileNow): Promise<PromptText> {
  const folder = posix.dirname(path);
  const saved = includedFiles(join(root, folder));
  const text = unsaved?.get(path) ?? (await readSaved(root, path));
  const { includes } = await resolveIncludes(path, text, (file) =>
    Promise.resolve(unsaved?.get(posix.join(folder, file)) ?? saved(file)),
  );
  return { path, text, includes };
}

async function readSaved(root: string, path: string): Promise<string> {
  try {
    return await readFile(join(root, path), 'utf8');
  } catch (error) {
    throw new HumanError('input', `${path} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}
