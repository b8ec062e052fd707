import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PromptText } from '../../prompts/promptText.js';

/** What an evaluation was computed from. */
export interface EvaluationInputs {
  /**
   * Whether any of it is other than it was.
   * @param text the prompt as it is now
   * @param unsaved texts that are not saved yet, by path from the root
   */
  differ(text: PromptText, root: string, unsaved: ReadonlyMap<string, string>): Promise<boolean>;
}

/** @param digests the SHA-256, in hex, of every file that cases were read from, by its path from the root */
export function inputsOf(text: PromptText, digests: Readonly<Record<string, string>>): EvaluationInputs {
  const before = JSON.stringify(text);
  return {
    differ: async (now, root, unsaved) => {
      if (JSON.stringify(now) !== before) return true;
      for (const [path, digest] of Object.entries(digests)) {
        const content = unsaved.get(path) ?? (await readFile(join(root, path), 'utf8').catch(() => undefined));
        if (content === undefined || createHash('sha256').update(content).digest('hex') !== digest) return true;
      }
      return false;
    },
  };
}
