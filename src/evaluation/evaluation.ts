import { createHash } from 'node:crypto';
import { canonicalJson } from '../prompts/json.js';
import type { Work } from '../prompts/work/promptWork.js';
import type { VersionId } from '../workspace/version.js';
import type { CaseResult, EvaluationRun } from './caseResult.js';
import type { CasesRead, OpenCases } from './cases/readCases.js';
import { compareCases, compareRuns, scorePairs, type RunComparison } from './comparison/compareRuns.js';
import { judgeOffline, type OfflineRules, type OfflineVerdict } from './gate.js';
import { runCases, type EvaluatedVersion, type RunOptions } from './runCases.js';
import { summarise, type Summary } from './summary.js';
import type { CaseJobs } from './work/caseJobs.js';

/** What a candidate does with the cases of its prompt, and against a baseline. */
export interface Evaluation {
  /** The prompt's identity. */
  readonly prompt: string;
  readonly candidate: VersionId;
  readonly baseline?: VersionId;
  /** Of the candidate. */
  readonly run: EvaluationRun;
  readonly summary: Summary;
  /** Absent where there is no baseline. */
  readonly comparison?: RunComparison;
  /** Of the baseline. */
  readonly before?: Summary;
  readonly rules: OfflineRules;
  readonly verdict: OfflineVerdict;
  readonly cases: CasesRead;
  /** SHA-256, in hex, of all that it was computed from and of what came out. */
  readonly digest: string;
}

/** What came of one case. */
export interface CaseResults {
  readonly candidate: CaseResult;
  /** Absent where there is no baseline. */
  readonly baseline?: CaseResult;
}

export interface EvaluationOptions extends Pick<
  RunOptions,
  'prompt' | 'provider' | 'judgeFor' | 'samples' | 'concurrency'
> {
  readonly candidate: EvaluatedVersion;
  readonly baseline?: EvaluatedVersion;
  readonly cases: RunOptions['cases'];
  /** What there is to say of their files once all were taken. */
  readonly read: OpenCases['read'];
  readonly rules: OfflineRules;
  readonly work: Work<CaseJobs>;
  /** Told of each case, in order, when its results are known, as they are kept. */
  readonly onCase?: (results: CaseResults) => void;
}

/** So that the same cases and outputs give the same interval. */
const seed = 1;

/**
 * Runs the cases with the candidate, and with the baseline where there is one, and compares.
 * @throws HumanError what `runCases` throws
 */
export async function evaluateVersions(options: EvaluationOptions, signal: AbortSignal): Promise<Evaluation> {
  const { prompt, candidate, baseline, rules, work, onCase } = options;
  const [run, before] = await runCases(
    {
      ...options,
      versions: [candidate, ...(baseline ? [baseline] : [])],
      onCase: ([of, other]) => of && onCase?.({ candidate: of, ...(other && { baseline: other }) }),
    },
    signal,
  );
  if (!run) throw new Error('There are fewer runs than versions.');
  const cases = await options.read();
  const comparison =
    before && compareRuns(before, run, await work.run('bootstrap', { ...scorePairs(before, run), seed }));
  const versions = { candidate: candidate.version, ...(baseline && { baseline: baseline.version }) };
  const results = [run, ...(before ? [before] : [])].map(({ results: all }) =>
    all.map(({ case: { id }, status, score }) => [id, status, score ?? null]),
  );
  return {
    prompt,
    ...versions,
    run,
    summary: summarise(run),
    ...(comparison && { comparison }),
    ...(before && { before: summarise(before) }),
    rules,
    verdict: judgeOffline(rules, run, comparison),
    cases,
    digest: createHash('sha256')
      .update(canonicalJson({ prompt, ...versions, rules: { ...rules }, files: cases.digests, results }))
      .digest('hex'),
  };
}

/** An evaluation without what came of its cases, which may be very many. */
export interface EvaluationBesideCases extends Omit<Evaluation, 'run' | 'comparison'> {
  readonly live: boolean;
  readonly comparison?: Omit<RunComparison, 'cases'>;
}

/** Pure. */
export function withoutCases({ run: { live }, comparison, ...beside }: Evaluation): EvaluationBesideCases {
  if (!comparison) return { ...beside, live };
  const { cases: _, ...figures } = comparison;
  return { ...beside, live, comparison: figures };
}

/** Pure. @param results what `evaluateVersions` told of its cases */
export function withCases(
  { live, comparison, ...beside }: EvaluationBesideCases,
  results: readonly CaseResults[],
): Evaluation {
  const run = { live, results: results.map(({ candidate }) => candidate) };
  const before = { live, results: results.flatMap(({ baseline }) => baseline ?? []) };
  return { ...beside, run, ...(comparison && { comparison: { ...comparison, cases: compareCases(before, run) } }) };
}
