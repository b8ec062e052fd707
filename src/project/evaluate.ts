import { Briefly } from '../evaluation/caseResult.js';
import { requireCases } from '../evaluation/cases/requireCases.js';
import type { Case } from '../evaluation/cases/case.js';
import type { CasesToRead, ReadCases } from '../evaluation/cases/readCases.js';
import { evaluateVersions, withCases, type CaseResults, type Evaluation } from '../evaluation/evaluation.js';
import type { OfflineRules } from '../evaluation/gate.js';
import { createProvider } from '../evaluation/providers/createProvider.js';
import { judgeBy } from '../evaluation/providers/judgeBy.js';
import type { Provider } from '../evaluation/providers/provider.js';
import { withPrices } from '../evaluation/providers/withPrices.js';
import { withRecordings, type RecordingMode } from '../evaluation/providers/withRecordings.js';
import { openRecordings } from '../evaluation/recordings/recordings.js';
import type { EvaluatedVersion } from '../evaluation/runCases.js';
import type { EvaluationWork } from '../evaluation/work/jobs.js';
import { HumanError } from '../prompts/humanError.js';
import type { PromptText } from '../prompts/promptText.js';
import { parseStrategy } from '../rollout/strategy/parseStrategy.js';
import type { EvaluationSettings } from '../workspace/configuration/configuration.js';
import type { Token } from '../workspace/tokens.js';
import { casesPath } from './casesPath.js';
import type { ProjectPrompt } from './project.js';

/** Where an evaluation takes place. */
export interface EvaluationPlace {
  /** The repository's folder, else the workspace's; without symbolic links in it. */
  readonly root: string;
  /** All files there are, from the root, sorted. */
  readonly files: readonly string[];
  /** Texts that are not saved yet, by path. */
  readonly unsaved?: ReadonlyMap<string, string>;
  readonly settings: EvaluationSettings;
  readonly trusted: boolean;
  readonly token: Token;
  readonly work: EvaluationWork;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface EvaluationRequest {
  readonly prompt: Pick<ProjectPrompt, 'id' | 'name' | 'strategy'>;
  readonly candidate: EvaluatedVersion;
  readonly baseline?: EvaluatedVersion;
  readonly mode: RecordingMode;
  /** Asked in place of the configured provider. */
  readonly provider?: Provider;
  /** How often each case is asked, from 1. */
  readonly samples: number;
  /** Ids of the cases that are run; all of them where absent. */
  readonly only?: ReadonlySet<string>;
  /** Told how many cases there are, where that is known before the first result. */
  readonly onCases?: (count: number) => void;
  /** Told of each case, in order, when its results are known, as they are kept. */
  readonly onCase?: (results: CaseResults) => void;
}

const usualConcurrency = 8;
/** Of the thread that replays; a file of recordings may be large. */
const replayLimits = { milliseconds: 10_000, megabytes: 1024 };

/**
 * Evaluates a version of a prompt on its cases, against another where there is one. In the mode `replay` nothing is
 * asked for, and in a workspace that is not trusted nothing can be.
 * @throws HumanError `refused` where a model would be asked and the workspace is not trusted; `input` where there are no
 * cases, they cannot be read, or the mode has no model to ask; what providers and recordings throw
 */
export async function evaluate(
  place: EvaluationPlace,
  request: EvaluationRequest,
  signal: AbortSignal,
): Promise<Evaluation> {
  if (request.mode !== 'replay') requireTrusted(place, request.prompt);
  // Imported outputs are no calls: they are there whatever the mode, and nowhere to be recorded from.
  const asksNobody = !request.provider && (request.mode === 'replay' || place.settings.provider.type === 'imported');
  return asksNobody ? replayed(place, request, signal) : asked(place, request, signal);
}

/** In a thread of its own, whose results come some at a time. */
async function replayed(
  place: EvaluationPlace,
  { prompt, candidate, baseline, only, samples, onCase }: EvaluationRequest,
  signal: AbortSignal,
): Promise<Evaluation> {
  const cases = casesToRead(place, prompt.strategy, candidate.text);
  const { settings } = place;
  const results: CaseResults[] = [];
  const briefly = new Briefly();
  const thread = place.work.apart(replayLimits);
  try {
    const beside = await thread.run(
      'replay',
      {
        prompt: { id: prompt.id, name: prompt.name },
        candidate,
        ...(baseline && { baseline }),
        cases,
        ...(only && { only }),
        settings,
        rules: rulesOf(prompt),
        samples,
      },
      signal,
      (some) => {
        for (const one of some) {
          results.push(one.candidate.isBrief ? inBrief(one, briefly) : one);
          onCase?.(one);
        }
      },
    );
    return withCases(beside, results);
  } finally {
    thread.dispose();
  }
}

function inBrief({ candidate, baseline }: CaseResults, briefly: Briefly): CaseResults {
  return { candidate: briefly.of(candidate), ...(baseline && { baseline: briefly.of(baseline) }) };
}

async function asked(place: EvaluationPlace, request: EvaluationRequest, signal: AbortSignal): Promise<Evaluation> {
  const { root, work, settings } = place;
  const { prompt, candidate, baseline, mode, only, onCase } = request;
  // Nobody is asked before it is known that all cases can be run.
  const { cases: all, ...read } = await readCasesOf(place, prompt.strategy, candidate.text, signal);
  requireCases(prompt.name, all.length, read.errors);
  const cases = only ? all.filter(({ id }) => only.has(id)) : all;
  request.onCases?.(cases.length);
  const write = mode === 'record missing' || mode === 'refresh';
  const recordings = await openRecordings({ root, prompt: prompt.id, now: place.now, work, write }, signal);
  try {
    const model = request.provider ?? (await configuredModel(place, prompt, signal));
    const provider = withPrices(withRecordings(model, recordings, mode), settings.prices);
    const judgeModel = 'model' in settings.provider ? settings.provider.model : undefined;
    return await evaluateVersions(
      {
        prompt: prompt.id,
        candidate,
        ...(baseline && { baseline }),
        cases,
        read: () => Promise.resolve(read),
        provider,
        judgeFor: (version) => judgeBy(provider, { prompt: prompt.id, version }, judgeModel),
        rules: rulesOf(prompt),
        samples: request.samples,
        concurrency: 'concurrency' in settings.provider ? settings.provider.concurrency : usualConcurrency,
        work,
        ...(onCase && { onCase }),
      },
      signal,
    );
  } finally {
    await recordings.close(signal);
  }
}

/** Reads the cases of a prompt as it is written in `text`. Never throws for what stands in files. */
export async function readCasesOf(
  place: EvaluationPlace,
  strategy: ProjectPrompt['strategy'],
  text: Pick<PromptText, 'path' | 'text'>,
  signal?: AbortSignal,
): Promise<ReadCases> {
  const cases: Case[] = [];
  const read = await place.work.run('readCases', casesToRead(place, strategy, text), signal, (some) => {
    cases.push(...some);
  });
  return { cases, ...read };
}

function casesToRead(
  { root, files, unsaved = new Map() }: EvaluationPlace,
  strategy: ProjectPrompt['strategy'],
  { path, text }: Pick<PromptText, 'path' | 'text'>,
): CasesToRead {
  const named = strategy && casesPath(strategy);
  return { root, files, unsaved, prompt: { path, text }, ...(named !== undefined && { casesPath: named }) };
}

/** Asking a model takes a process or the network, and keeping what it says takes a file. */
function requireTrusted({ trusted }: EvaluationPlace, { name }: Pick<ProjectPrompt, 'name'>): void {
  if (trusted) return;
  throw new HumanError(
    'refused',
    `The outputs of ${name} are asked for only in a workspace that you trust. Nothing was run; what is recorded can be replayed.`,
  );
}

/**
 * The model that the configuration names for the outputs of a prompt.
 * @throws HumanError `input` where it names none, `refused` where the workspace is not trusted
 */
export async function configuredModel(
  place: EvaluationPlace,
  prompt: Pick<ProjectPrompt, 'name'>,
  signal: AbortSignal,
): Promise<Provider> {
  requireTrusted(place, prompt);
  const { provider } = await createProvider(place.settings.provider, place, signal);
  if (provider?.live) return provider;
  throw new HumanError(
    'input',
    `No model is configured that could be asked for the outputs of ${prompt.name}, only recordings. Nothing was run; name one under "evaluation.provider" in prompt-rollout.yaml.`,
  );
}

/** What the strategy asks of the evaluation; where there is none, that nothing regresses. */
function rulesOf({ strategy }: EvaluationRequest['prompt']): OfflineRules {
  const { cases: _, ...rules } = (strategy && parseStrategy(strategy.text).strategy?.offline) ?? {};
  return rules;
}
