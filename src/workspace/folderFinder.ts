import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { HumanError } from '../prompts/humanError.js';
import { promptMatcher, type PromptFile, type PromptGlobs } from './promptFinder.js';

/** What a walk through a folder found. */
export interface FolderPrompts {
  readonly prompts: readonly PromptFile[];
  /** False where the folder was too deep or held too much to see all of it. */
  readonly complete: boolean;
}

const skipped = new Set(['.git', 'node_modules']);

/**
 * The prompts of a folder that is in no repository, in the order of their paths. Follows no symbolic links.
 * @param limits how many folders deep, and how many entries, are looked at
 */
export async function findPromptsInFolder(
  folder: string,
  globs: PromptGlobs,
  { depth = 12, entries = 20_000 }: { readonly depth?: number; readonly entries?: number } = {},
  signal?: AbortSignal,
): Promise<FolderPrompts> {
  const root = await realpath(folder);
  const match = promptMatcher(globs);
  const prompts: PromptFile[] = [];
  let left = entries;
  let level = [''];
  for (let deep = 0; level.length > 0; deep += 1) {
    if (deep > depth) return { prompts: sorted(prompts), complete: false };
    const below: string[] = [];
    for (const path of level) {
      if (signal?.aborted) throw new HumanError('cancelled', 'Cancelled while looking for prompts.');
      for (const entry of await readdir(join(root, path), { withFileTypes: true }).catch(() => [])) {
        if (left === 0) return { prompts: sorted(prompts), complete: false };
        left -= 1;
        const child = path === '' ? entry.name : `${path}/${entry.name}`;
        if (entry.isDirectory() && !skipped.has(entry.name)) below.push(child);
        const prompt = entry.isFile() ? match(child) : undefined;
        if (prompt) prompts.push(prompt);
      }
    }
    level = below;
  }
  return { prompts: sorted(prompts), complete: true };
}

function sorted(prompts: readonly PromptFile[]): PromptFile[] {
  return prompts.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
