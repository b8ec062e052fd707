import type { Work } from '../prompts/work/promptWork.js';
import type { EvaluationSettings } from '../workspace/configuration/configuration.js';
import { openCases, type CasesToRead } from './cases/readCases.js';
import { requireCases } from './cases/requireCases.js';
import { evaluateVersions, withoutCases, type CaseResults, type EvaluationBesideCases } from './evaluation.js';
import type { OfflineRules } from './gate.js';
import { judgeBy } from './providers/judgeBy.js';
import type { Provider } from './providers/provider.js';
import { recorded } from './providers/recorded.js';
import { withPrices } from './providers/withPrices.js';
import { openRecordings } from './recordings/recordings.js';
import type { RecordingJobs } from './recordings/readRecordings.js';
import type { EvaluatedVersion } from './runCases.js';
import type { CaseJobs } from './work/caseJobs.js';

/** An evaluation from what was recorded or imported: it asks nobody, and reaches no network. */
export interface Replay {
  readonly prompt: { readonly id: string; readonly name: string };
  readonly candidate: EvaluatedVersion;
  readonly baseline?: EvaluatedVersion;
  readonly cases: CasesToRead;
  /** Ids of the cases that are run; all of them where absent. */
  readonly only?: ReadonlySet<string>;
  readonly settings: EvaluationSettings;
  readonly rules: OfflineRules;
  /** How many outputs each case has, from 1. */
  readonly samples: number;
}

/** So many results travel at once: no thread is held by what it takes in. */
const together = 250;
/** As files are waited for, not processors, more at once are no quicker. */
const concurrency = 16;
/** A sign of life so often, in milliseconds: who looks for a loop without end knows that there is none. */
const breath = 1000;

/**
 * Evaluates in the thread that it is called in, cases as they come: only results leave it, some at a time.
 * @param work does its jobs in this thread
 * @throws HumanError where cases have mistakes or there are none; what recordings and imported outputs throw
 */
export async function replay(
  request: Replay,
  work: Work<CaseJobs & RecordingJobs>,
  tell: (some: readonly CaseResults[]) => void,
): Promise<EvaluationBesideCases> {
  // Who cancels ends the thread.
  const { signal } = new AbortController();
  const { root } = request.cases;
  const breathing = setInterval(() => tell([]), breath);
  try {
    const options = { root, prompt: request.prompt.id, now: Date.now, work, write: false };
    const recordings = await openRecordings(options, signal);
    const outputs = (await importedOutputs(request.settings, root, signal)) ?? recorded(recordings);
    return await evaluateFrom(outputs, request, work, tell, signal).finally(() => recordings.close(signal));
  } finally {
    clearInterval(breathing);
  }
}

async function evaluateFrom(
  outputs: Provider,
  { prompt, cases: toRead, only, settings, ...request }: Replay,
  work: Work<CaseJobs>,
  tell: (some: readonly CaseResults[]) => void,
  signal: AbortSignal,
): Promise<EvaluationBesideCases> {
  const provider = withPrices(outputs, settings.prices);
  const judgeModel = 'model' in settings.provider ? settings.provider.model : undefined;
  const { cases, read } = openCases(toRead);
  let some: CaseResults[] = [];
  const flush = (): void => {
    tell(some);
    some = [];
  };
  const evaluation = await evaluateVersions(
    {
      ...request,
      prompt: prompt.id,
      cases: only ? chosen(cases, only) : cases,
      read,
      provider,
      judgeFor: (version) => judgeBy(provider, { prompt: prompt.id, version }, judgeModel),
      concurrency,
      work,
      onCase: (results) => {
        if (some.push(results) >= together) flush();
      },
    },
    signal,
  );
  requireCases(prompt.name, evaluation.summary.cases, evaluation.cases.errors);
  flush();
  return withoutCases(evaluation);
}

async function importedOutputs(
  { provider }: EvaluationSettings,
  root: string,
  signal: AbortSignal,
): Promise<Provider | undefined> {
  if (provider.type !== 'imported') return undefined;
  const { readImported } = await import('./providers/imported.js');
  return (await readImported(provider, root, signal)).provider;
}

async function* chosen<Item extends { readonly id: string }>(
  cases: AsyncIterable<Item>,
  only: ReadonlySet<string>,
): AsyncGenerator<Item, void, undefined> {
  for await (const one of cases) if (only.has(one.id)) yield one;
}
