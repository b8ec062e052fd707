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
export function promptMatcher(globs: PromptGlobs): (path: string) => PromptFile | undefined {
  const isMatched = matcher(globs);
  return (path) => {
    if (isPartial(path) || !isMatched(path)) return undefined;
    const { id, suffixes } = formatOf(path);
    return { path, id: promptId(path, suffixes), format: id };
  };
}

/** Tells of a path whether it is a partial's: that of a file which would be a prompt under another name. */
export function partialMatcher(globs: PromptGlobs): (path: string) => boolean {
  const isMatched = matcher(globs);
  return (path) => isPartial(path) && isMatched(path);
}

function matcher({ globs, exclude = [] }: PromptGlobs): (path: string) => boolean {
  const options = { dot: true, nonegate: true };
  const isPrompt = picomatch([...globs], options);
  const isExcluded = exclude.length > 0 ? picomatch([...exclude], options) : () => false;
  return (path) => isPrompt(path) && !withFolders(path).some((part) => isExcluded(part));
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

/** The paths that git knows in a working tree, or would take in, sorted; none of a file that is deleted. */
export async function listFiles({ git }: Repository, signal?: AbortSignal): Promise<string[]> {
  const which = ['--cached', '--others', '--exclude-standard', '--deleted'];
  const printed = await git.text(['ls-files', ...which, '-t', '-z'], { signal, maxBytes: Infinity });
  // Each is `H path`, by a letter that says what it is; one that is deleted stands there as a committed one, too.
  const files = new Set<string>();
  const deleted = new Set<string>();
  for (const entry of printed.split('\0').filter(Boolean))
    (entry.startsWith('R ') ? deleted : files).add(entry.slice(2));
  return [...files].filter((path) => !deleted.has(path)).sort();
}

/**
 * Files of template languages whose names begin with `_` are written like prompts, but part of those that include them.
 * Of other files (`_rules.md`) the name means nothing: they are prompts where the configuration says so.
 */
function isPartial(path: string): boolean {
  return /(^|\/)_[^/]*\.(prompt|jinja|j2|mustache|hbs|liquid)$/i.test(path);
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`. */
function withFolders(path: string): string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
