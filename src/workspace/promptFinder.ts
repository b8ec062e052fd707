import picomatch from 'picomatch';
import { formatOf } from '../prompts/formats/index.js';
import type { FormatId } from '../prompts/promptDocument.js';
import { promptId } from '../prompts/promptId.js';
import { realFiles } from './realFiles.js';
import type { Repository } from './repository.js';

/** A prompt's file. */
export interface PromptFile {
  /** From the repository root, with forward slashes. */
  readonly path: string;
  readonly id: string;
  readonly format: FormatId;
}

/** Which files are prompts. Globs are matched against paths from the repository root; names with a leading dot count. */
export interface PromptGlobs {
  readonly globs: readonly string[];
  /** Globs of files that are none, and of folders in which nothing is one (as `files.exclude` means it). */
  readonly exclude?: readonly string[];
}

/** Tells of a path whether it is a prompt's, and which; compile it once for many paths. */
export function promptMatcher({ globs, exclude = [] }: PromptGlobs): (path: string) => PromptFile | undefined {
  const options = { dot: true, nonegate: true };
  const isPrompt = picomatch([...globs], options);
  const isExcluded = exclude.length > 0 ? picomatch([...exclude], options) : () => false;
  return (path) => {
    if (isPartial(path) || !isPrompt(path) || withFolders(path).some((part) => isExcluded(part))) return undefined;
    const { id, suffixes } = formatOf(path);
    return { path, id: promptId(path, suffixes), format: id };
  };
}

/**
 * The prompts of a working tree, in the order of their paths: committed ones and new ones, but none that is ignored,
 * deleted, or a symbolic link (which has no content of its own).
 */
export async function findPrompts(
  repository: Repository,
  globs: PromptGlobs,
  signal?: AbortSignal,
): Promise<PromptFile[]> {
  const match = promptMatcher(globs);
  const prompts = (await listFiles(repository, signal)).flatMap((path) => match(path) ?? []);
  const real = await realFiles(
    repository.root,
    prompts.map(({ path }) => path),
  );
  return prompts.filter(({ path }) => real.has(path));
}

/** The paths that git knows in a working tree, or would take in, sorted; a deleted file is in it until that is committed. */
export async function listFiles({ git }: Repository, signal?: AbortSignal): Promise<string[]> {
  const printed = await git.text(['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z'], {
    signal,
    maxBytes: Infinity,
  });
  return printed.split('\0').filter(Boolean).sort();
}

/** Dotprompt's partials are files like prompts, but part of those that include them. */
function isPartial(path: string): boolean {
  return /(^|\/)_[^/]*\.prompt$/.test(path);
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`. */
function withFolders(path: string): string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
