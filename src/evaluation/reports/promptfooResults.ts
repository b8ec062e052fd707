import type { CaseResult, SampleResult } from '../caseResult.js';
import type { Evaluation } from '../evaluation.js';
import { outputText, reasonsOf } from '../evaluationWords.js';
import type { Grade } from '../graders/grader.js';
import type { ReportNames } from './reportNames.js';

/** promptfoo's words for why a result is no success. */
const failureReason = { none: 0, assert: 1, error: 2 } as const;

/**
 * The results in the shape of promptfoo's `-o results.json` (`OutputFile` with an `EvaluateSummaryV3`,
 * https://github.com/promptfoo/promptfoo/blob/main/src/types/index.ts), for tools that read that. Each version is one of
 * its prompts, each sample one of its results; a missing output is its `error`.
 * @param time ISO 8601
 */
export function promptfooResults(evaluation: Evaluation, names: ReportNames, time: string): unknown {
  const { run, comparison, prompt } = evaluation;
  const before = new Map(
    comparison?.cases.flatMap(({ id, baseline }): [string, CaseResult][] => (baseline ? [[id, baseline]] : [])),
  );
  const labels = comparison ? [names.baseline ?? 'baseline', names.candidate] : [names.candidate];
  const results = run.results.flatMap((candidate, testIdx) => {
    const sides = comparison ? [before.get(candidate.case.id), candidate] : [candidate];
    return sides.flatMap((side, promptIdx) =>
      side
        ? side.samples.map((sample) => resultOf(side, sample, { promptIdx, testIdx, label: labels[promptIdx] ?? '' }))
        : [],
    );
  });
  const count = (reason: number): number => results.filter((result) => result.failureReason === reason).length;
  return {
    evalId: null,
    results: {
      version: 3,
      timestamp: time,
      prompts: labels.map((label) => ({
        raw: label,
        label: `${names.prompt} ${label}`,
        id: prompt,
        provider: 'prompt-rollout',
      })),
      results,
      stats: {
        successes: count(failureReason.none),
        failures: count(failureReason.assert),
        errors: count(failureReason.error),
        tokenUsage: { total: sum(results.map(({ tokenUsage }) => tokenUsage.total)) },
      },
    },
    config: { description: `${names.prompt}: ${labels.join(' → ')}` },
    shareableUrl: null,
  };
}

interface Place {
  readonly promptIdx: number;
  readonly testIdx: number;
  readonly label: string;
}

function resultOf(result: CaseResult, sample: SampleResult, { promptIdx, testIdx, label }: Place) {
  const { case: of, status, messages } = result;
  const { output } = sample;
  const raw = JSON.stringify(
    messages.map(({ role, content }) => ({
      role,
      content: content.map((item) => ('text' in item ? item.text : item.media.url)).join(''),
    })),
  );
  const error = sample.problem ?? sample.missing;
  const isSuccess = status === 'passed';
  return {
    promptIdx,
    testIdx,
    testCase: { description: of.description ?? of.id, vars: of.vars, metadata: { id: of.id, tags: of.tags } },
    vars: of.vars,
    prompt: { raw, label },
    provider: { id: output?.model ?? 'prompt-rollout' },
    response: output
      ? { output: outputText(sample), tokenUsage: output.tokens ?? {}, cached: output.recorded !== undefined }
      : {},
    ...(error !== undefined && { error }),
    failureReason: error !== undefined ? failureReason.error : isSuccess ? failureReason.none : failureReason.assert,
    success: isSuccess,
    score: result.score ?? 0,
    latencyMs: output?.latency ?? 0,
    cost: output?.cost ?? 0,
    tokenUsage: { total: output?.tokens?.total ?? 0 },
    namedScores: {},
    gradingResult: {
      pass: isSuccess,
      score: result.score ?? 0,
      reason: reasonsOf(result).join(' '),
      componentResults: sample.grades.map(component),
    },
  };
}

function component({ verdict, score, reason, assertion }: Grade): unknown {
  const { type, value, threshold, weight } = assertion;
  return { pass: verdict === 'pass', score, reason, assertion: { type, value, threshold, weight } };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
