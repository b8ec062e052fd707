import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './writeWhole.js';

/**
 * Keeps texts as files of a folder, each written whole. Neither call throws: what cannot be kept or read is not there.
 * @param folder in the git folder, so that it is never committed; need not exist
 */
export function checkpointFiles(folder: string): {
  load(key: string): Promise<string | undefined>;
  save(key: string, text: string): Promise<void>;
} {
  const fileOf = (key: string): string =>
    join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.counted`);
  return {
    load: (key) => readFile(fileOf(key), 'utf8').catch(() => undefined),
    save: async (key, text) => {
      try {
        await mkdir(folder, { recursive: true });
        await writeWhole(fileOf(key), text);
      } catch {
        // Read-only, full, or written by two at once: it is counted from the one before, or anew.
      }
    },
  };
}
