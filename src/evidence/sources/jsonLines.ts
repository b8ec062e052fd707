import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { canonicalJson } from '../../prompts/json.js';
import type { CheckpointStore } from '../checkpointStore.js';
import type { Evidence } from '../evidence.js';
import type { EvidenceQuery } from '../evidenceQuery.js';
import type { MetricSource } from '../metricSource.js';
import { RolloutCounts } from '../rolloutCounts.js';
import type { TelemetryFields } from '../telemetryLine.js';
import { checkpointText, parseCheckpoint } from './checkpoint.js';
import { FollowedFiles } from './followedFiles.js';
import { matchingFiles } from './matchingFiles.js';

export interface JsonLinesOptions {
  /** The folder the globs are relative to; nothing outside it is read. */
  readonly root: string;
  /** Globs. The names that a file gets when it is rotated should match too, else its last lines may be missed. */
  readonly files: readonly string[];
  readonly fields: TelemetryFields;
  /** Absent: a restart counts everything anew. */
  readonly checkpoints?: CheckpointStore;
  /** Milliseconds between two checkpoints at least. */
  readonly checkpointEvery?: number;
}

/** What was read so far for one query. */
interface Progress {
  /** Absent: nothing of it is kept. */
  readonly key?: string;
  readonly files: FollowedFiles;
  readonly counts: RolloutCounts;
  /** The changes of `files` that are in the last checkpoint. */
  saved: number;
  /** When the next checkpoint may be written, by the monotonic clock. */
  nextSave: number;
  /** Whether there is one from the end of all files: a program that looks only once needs it. */
  savedAtEnd: boolean;
}

/** Between two turns of the event loop: a few milliseconds. */
const unitsPerTurn = 2000;

/** Keeping what was counted may take this share of the time. */
const shareOfSaving = 0.05;

/**
 * Telemetry in files of JSON lines: one object per finished unit or call. For the last query of each prompt it remembers
 * how far each file was read and what it said; reading again goes on from there, also after a restart where there are
 * checkpoints. What was read counts even after its file is renamed, cut or removed.
 */
export function jsonLines(options: JsonLinesOptions): MetricSource {
  const { root, files: globs, fields, checkpoints, checkpointEvery = 5000 } = options;
  const progressOf = new Map<string, Progress>();
  let turn: Promise<unknown> = Promise.resolve();

  return {
    label: `JSON lines in ${globs.join(', ')}`,
    read(query, signal) {
      // One at a time: two that read on from the same place would count its lines twice.
      const result = turn.then(() => read(query, signal));
      turn = result.catch(() => undefined);
      return result;
    },
  };

  async function read(query: EvidenceQuery, signal: AbortSignal): Promise<Evidence> {
    signal.throwIfAborted();
    const progress = await progressFor(query);
    const { files, counts } = progress;
    counts.lookFrom(query);
    const matching = await matchingFiles(root, globs, signal);
    const unreadable = await files.readNew(matching.files, counts, signal, () => save(query.prompt, progress, false));
    counts.caughtUp();
    await save(query.prompt, progress, true);
    const tally = counts.tallyOn();
    let counted = 0;
    for (const { lines } of counts.openUnits()) {
      tally.add(lines, query);
      if (++counted % unitsPerTurn === 0) await nextTurn(undefined, { signal });
    }
    const failure = matching.failure ?? unreadable;
    return tally.evidence(query, { ...counts.besideUnits(), ...(failure !== undefined && { failure }) });
  }

  async function progressFor(query: EvidenceQuery): Promise<Progress> {
    const { baseline, candidate, rolloutSince, until, block, segments } = query;
    // Who looks back does so once, and takes nothing from who watches.
    if (until !== undefined) return beginning(query);
    const metrics = query.metrics.map(({ name, settle, merge, bounds }) => ({ name, settle, merge, bounds }));
    const key = canonicalJson({ baseline, candidate, rolloutSince, block, metrics, segments, globs, fields });
    const known = progressOf.get(query.prompt);
    if (known?.key === key) return known;
    const progress = { ...beginning(query), key };
    const text = await checkpoints?.load(storeKey(query.prompt));
    const checkpoint = text === undefined ? undefined : parseCheckpoint(text, key);
    if (checkpoint) {
      progress.files.restore(checkpoint.files);
      progress.counts.restore(checkpoint.counts);
      progress.saved = progress.files.changes;
    }
    progressOf.set(query.prompt, progress);
    return progress;
  }

  function beginning(query: EvidenceQuery): Progress {
    const [files, counts] = [new FollowedFiles(), new RolloutCounts(query, fields, query)];
    const nextSave = performance.now() + checkpointEvery;
    return { files, counts, saved: files.changes, nextSave, savedAtEnd: false };
  }

  /** Keeps what was counted, where there is something new and the last time is long enough ago. */
  async function save(prompt: string, progress: Progress, atEnd: boolean): Promise<void> {
    const { key, files, counts } = progress;
    const began = performance.now();
    const isDue = began >= progress.nextSave || (atEnd && !progress.savedAtEnd);
    if (!checkpoints || key === undefined || progress.saved === files.changes || !isDue) return;
    const changes = files.changes;
    await checkpoints.save(storeKey(prompt), checkpointText(key, { files: files.kept(), counts: counts.kept() }));
    progress.saved = changes;
    progress.savedAtEnd ||= atEnd;
    const ended = performance.now();
    progress.nextSave = ended + Math.max(checkpointEvery, (ended - began) / shareOfSaving);
  }

  /** The working trees of a repository have their git folder in common, and files of their own. */
  function storeKey(prompt: string): string {
    return canonicalJson([root, prompt]);
  }
}
