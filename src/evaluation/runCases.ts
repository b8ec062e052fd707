import type { PromptText } from '../prompts/promptText.js';
import type { Work } from '../prompts/work/promptWork.js';
import type { VersionId } from '../workspace/version.js';
import { Briefly, type CaseResult, type CaseStatus, type EvaluationRun, type SampleResult } from './caseResult.js';
import type { Case } from './cases/case.js';
import type { Assertion } from './graders/assertion.js';
import { judgeGrades } from './graders/judgeGrades.js';
import type { Grade, Graded, Judge } from './graders/grader.js';
import { outcomeOf } from './graders/outcome.js';
import { inGroups } from './inGroups.js';
import { atMost } from './providers/atMost.js';
import type { Missing, Provider } from './providers/provider.js';
import type { ModelOutput } from './modelOutput.js';
import type { CaseJobs, FilledCase, SentGrade } from './work/caseJobs.js';

/** A version whose outputs are graded; for a draft the one that it would become. */
export interface EvaluatedVersion {
  readonly version: VersionId;
  readonly text: PromptText;
}

export interface RunOptions {
  /** The prompt's identity. */
  readonly prompt: string;
  readonly versions: readonly EvaluatedVersion[];
  /** Taken as they come: there may be more than fit into memory. */
  readonly cases: Iterable<Case> | AsyncIterable<Case>;
  readonly provider: Provider;
  /** Absent: what a model must judge is unsupported. */
  readonly judgeFor?: (version: VersionId) => Judge;
  readonly work: Work<CaseJobs>;
  /** How often each case is asked, from 1. */
  readonly samples: number;
  /** How many outputs are waited for at once, from 1. */
  readonly concurrency: number;
  /** Told of each case, in order, when its results are known: one for each version, as they are kept. */
  readonly onCase?: (results: readonly CaseResult[]) => void;
}

/** So many cases travel to the thread together: enough to be quick, few enough that progress shows. */
const together = 250;
/** So many cases are kept whole: the first ones, and all that do not pass with every version. The others are kept in brief. */
const mostWhole = { first: 1000, all: 5000 };

/**
 * Fills each version in for each case, gets its outputs, and grades them.
 * @returns a run for every version, with a result for every case, in order; in memory that hardly grows with their number
 * @throws HumanError what the provider throws; `cancelled` where `signal` says so
 */
export async function runCases(options: RunOptions, signal: AbortSignal): Promise<readonly EvaluationRun[]> {
  const stop = new AbortController();
  try {
    return await run(options, AbortSignal.any([signal, stop.signal]));
  } finally {
    // Where one request ends the run, the others are not waited for.
    stop.abort();
  }
}

async function run(options: RunOptions, signal: AbortSignal): Promise<readonly EvaluationRun[]> {
  const limited = atMost(options.concurrency);
  const runs = options.versions.map((): CaseResult[] => []);
  const briefly = new Briefly();
  let whole = 0;
  const take = (results: readonly CaseResult[]): void => {
    const isPassed = results.every(({ status }) => status === 'passed');
    const isWhole = whole < (isPassed ? mostWhole.first : mostWhole.all);
    if (isWhole) whole += 1;
    const kept = isWhole ? results : results.map((result) => briefly.of(result));
    kept.forEach((result, at) => runs[at]?.push(result));
    options.onCase?.(kept);
  };
  const resultsOfAll = async (some: readonly Case[]): Promise<readonly (readonly CaseResult[])[]> => {
    const found = await Promise.all(options.versions.map((one) => resultsOf(some, one, options, limited, signal)));
    return some.map((_, at) => found.flatMap((results) => results[at] ?? []));
  };
  // While the thread is busy with one group, this one gets the outputs of the next.
  let before: ReturnType<typeof resultsOfAll> | undefined;
  for await (const some of inGroups(options.cases, together)) {
    const these = resultsOfAll(some);
    these.catch(() => undefined); // it is told below, after those before it
    (await before)?.forEach(take);
    before = these;
  }
  (await before)?.forEach(take);
  return runs.map((results) => ({ results, live: options.provider.live }));
}

/** Of some cases with one version, in order. */
async function resultsOf(
  some: readonly Case[],
  { version, text }: EvaluatedVersion,
  options: RunOptions,
  limited: ReturnType<typeof atMost>,
  signal: AbortSignal,
): Promise<readonly CaseResult[]> {
  const { work } = options;
  const { filled, tools } = await work.run('fill', { prompt: text, vars: some.map(({ vars }) => vars) }, signal);
  const outputs = await Promise.all(
    some.map((one, index) => samplesOf(options, version, one, filled[index], limited, signal)),
  );
  const graded = some.flatMap((one, index): { readonly one: Case; readonly task: Graded }[] =>
    (outputs[index] ?? []).flatMap((output) =>
      'missing' in output ? [] : [{ one, task: { output, vars: one.vars, tools, ...expectedOf(one) } }],
    ),
  );
  const tasks = graded.map(({ one, task }) => ({ graded: task, asserts: one.asserts }));
  const sent = await work.run('grade', tasks, signal);
  const checked = tasks.map(({ asserts }, at) =>
    asserts.map((assertion, nth) => gradeFrom(sent[at]?.[nth], assertion)),
  );
  const grades = (await judged(options.judgeFor?.(version), graded, checked, limited, signal)).values();
  return some.map((one, index) => resultOf(one, filled[index], outputs[index] ?? [], () => grades.next().value ?? []));
}

/** Every output of a case, or why there is none; a prompt that cannot be filled in is not sent. */
async function samplesOf(
  { prompt, provider, samples }: RunOptions,
  version: VersionId,
  { id }: Case,
  filled: FilledCase | undefined,
  limited: ReturnType<typeof atMost>,
  signal: AbortSignal,
): Promise<readonly (ModelOutput | Missing)[]> {
  if (!filled || filled.problem !== undefined) return [];
  const { request } = filled;
  const asked = Array.from({ length: samples }, (_, sample) => ({ request, case: id, sample, prompt, version }));
  return Promise.all(
    asked.map((one) =>
      limited(() => {
        signal.throwIfAborted();
        return provider.complete(one, signal);
      }),
    ),
  );
}

function gradeFrom(sent: SentGrade | undefined, asked: Assertion): Grade {
  if (!sent) throw new Error('There are fewer grades than assertions.');
  return { ...sent, assertion: sent.assertion ?? asked };
}

async function judged(
  judge: Judge | undefined,
  graded: readonly { readonly task: Graded }[],
  checked: readonly (readonly Grade[])[],
  limited: ReturnType<typeof atMost>,
  signal: AbortSignal,
): Promise<readonly (readonly Grade[])[]> {
  if (!judge) return checked;
  return Promise.all(
    checked.map(async (grades, index) => {
      const task = graded[index]?.task;
      return task ? limited(() => judgeGrades(grades, task, judge, signal)) : grades;
    }),
  );
}

function resultOf(
  one: Case,
  filled: FilledCase | undefined,
  outputs: readonly (ModelOutput | Missing)[],
  nextGrades: () => readonly Grade[],
): CaseResult {
  const messages = filled?.messages ?? [];
  if (filled?.problem !== undefined)
    return { case: one, status: 'failed', score: 0, messages, samples: [{ problem: filled.problem, grades: [] }] };
  const samples = outputs.map((output): SampleResult => {
    return 'missing' in output ? { missing: output.missing, grades: [] } : { output, grades: nextGrades() };
  });
  const outcomes = samples.flatMap(({ output, grades }) => (output ? [outcomeOf(grades, one.threshold)] : []));
  const scores = outcomes.flatMap(({ score }) => score ?? []);
  const score = scores.length === 0 ? undefined : scores.reduce((sum, value) => sum + value, 0) / scores.length;
  return { case: one, status: statusOf(samples, outcomes), ...(score !== undefined && { score }), messages, samples };
}

/** Of repeats more than half must pass; one that is missing leaves the case without a verdict. */
function statusOf(
  samples: readonly SampleResult[],
  outcomes: readonly { readonly verdict: ReturnType<typeof outcomeOf>['verdict'] }[],
): CaseStatus {
  if (outcomes.length < samples.length || samples.length === 0) return 'missing';
  const count = (is: string): number => outcomes.filter(({ verdict }) => verdict === is).length;
  if (count('pass') + count('fail') < outcomes.length) return 'unchecked';
  return count('pass') * 2 > outcomes.length ? 'passed' : 'failed';
}

function expectedOf({ expected }: Case): { readonly expected?: string } {
  return expected === undefined ? {} : { expected };
}
