import { setImmediate as nextTurn } from 'node:timers/promises';
import { canonicalJson } from '../../prompts/json.js';
import type { Evidence } from '../evidence.js';
import type { EvidenceQuery } from '../evidenceQuery.js';
import type { MetricSource } from '../metricSource.js';
import { RolloutCounts } from '../rolloutCounts.js';
import type { TelemetryFields } from '../telemetryLine.js';
import { FollowedFiles } from './followedFiles.js';
import { matchingFiles } from './matchingFiles.js';

export interface JsonLinesOptions {
  /** The folder the globs are relative to; nothing outside it is read. */
  readonly root: string;
  /** Globs. The names that a file gets when it is rotated should match too, else its last lines may be missed. */
  readonly files: readonly string[];
  readonly fields: TelemetryFields;
}

/** What was read so far for one query. */
interface Progress {
  readonly key: string;
  readonly files: FollowedFiles;
  readonly counts: RolloutCounts;
}

/** Between two turns of the event loop: a few milliseconds. */
const unitsPerTurn = 2000;

/**
 * Telemetry in files of JSON lines: one object per finished unit or call. For the last query of each prompt it remembers
 * in memory how far each file was read and what it said; reading again goes on from there. What was read counts even
 * after its file is renamed, cut or removed.
 */
export function jsonLines({ root, files: globs, fields }: JsonLinesOptions): MetricSource {
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
    const { files, counts } = progressFor(query);
    counts.lookFrom(query);
    const matching = await matchingFiles(root, globs, signal);
    const unreadable = await files.readNew(matching.files, counts, signal);
    counts.caughtUp();
    const tally = counts.tallyOn();
    let counted = 0;
    for (const { lines } of counts.openUnits()) {
      tally.add(lines, query);
      if (++counted % unitsPerTurn === 0) await nextTurn(undefined, { signal });
    }
    const failure = matching.failure ?? unreadable;
    return tally.evidence(query, { ...counts.besideUnits(), ...(failure !== undefined && { failure }) });
  }

  function progressFor(query: EvidenceQuery): Progress {
    const { baseline, candidate, rolloutSince, block, segments } = query;
    const metrics = query.metrics.map(({ name, settle, merge, bounds }) => ({ name, settle, merge, bounds }));
    const key = canonicalJson({ baseline, candidate, rolloutSince, block, metrics, segments });
    const known = progressOf.get(query.prompt);
    if (known?.key === key) return known;
    const progress = { key, files: new FollowedFiles(), counts: new RolloutCounts(query, fields, query) };
    progressOf.set(query.prompt, progress);
    return progress;
  }
}
