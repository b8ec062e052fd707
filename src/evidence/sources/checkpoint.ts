import { createHash } from 'node:crypto';
import { countsFromJson, countsToJson, type KeptCounts } from '../keptCounts.js';
import { aText, membersOf } from '../keptValues.js';
import { filesFromJson, filesToJson, type KeptFiles } from './keptFiles.js';

/** Grows when what is kept, or how lines are counted, changes: then everything is counted anew. */
const format = 1;

/** What was counted of one rollout, and the places in the files that it was counted from: together, so that neither is ahead. */
export interface Checkpoint {
  readonly counts: KeptCounts;
  readonly files: KeptFiles;
}

/** @param key what was asked for */
export function checkpointText(key: string, { counts, files }: Checkpoint): string {
  const body = JSON.stringify({ format, key, files: filesToJson(files), counts: countsToJson(counts) });
  return `${digestOf(body)}\n${body}\n`;
}

/** Undefined where the text is damaged, of another format, or of another key. */
export function parseCheckpoint(text: string, key: string): Checkpoint | undefined {
  const body = text.slice(65, -1);
  if (text !== `${digestOf(body)}\n${body}\n`) return undefined;
  try {
    const kept = membersOf(JSON.parse(body));
    if (kept['format'] !== format || aText(kept['key']) !== key) return undefined;
    return { counts: countsFromJson(kept['counts']), files: filesFromJson(kept['files']) };
  } catch {
    return undefined;
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
