import { regressionsOf, type CaseComparison } from '../comparison/compareRuns.js';
import type { Evaluation } from '../evaluation.js';
import { outputOf, reasonsOf } from '../evaluationWords.js';
import type { CaseResult } from '../caseResult.js';

/** An evaluation as a document for scripts. Scores and shares are 0–1, costs US dollars, latencies milliseconds. */
export function evaluationDocument(evaluation: Evaluation): Readonly<Record<string, unknown>> {
  const { prompt, candidate, baseline, summary, before, comparison, verdict, digest, cases, run } = evaluation;
  const { unchecked, score, ...counts } = summary;
  return {
    prompt,
    candidate,
    baseline: baseline ?? null,
    ...counts,
    unsupported: unchecked,
    score: score ?? null,
    baselineScore: before?.score ?? null,
    holds: verdict.holds,
    reasons: verdict.reasons,
    comparison: comparison
      ? {
          wins: comparison.wins,
          regressions: regressionsOf(comparison).map(regression),
          ties: comparison.ties,
          missing: comparison.missing,
          mcnemar: comparison.mcnemar,
          scoreDelta: comparison.scoreDelta ?? null,
          byTag: comparison.byTag,
          byGrader: comparison.byGrader,
          cost: comparison.cost,
          tokens: comparison.tokens,
          latency: comparison.latency,
        }
      : null,
    results: run.results.map(result),
    notSupported: cases.unsupported.map(({ what, why, where }) => ({ what, why, path: where.path })),
    warnings: cases.warnings,
    digest,
  };
}

function regression({ id, critical, baseline, candidate }: CaseComparison): unknown {
  return {
    case: id,
    critical,
    tags: candidate.case.tags,
    reasons: reasonsOf(candidate),
    output: outputOf(candidate) ?? null,
    baselineOutput: (baseline && outputOf(baseline)) ?? null,
  };
}

function result(one: CaseResult): unknown {
  const { case: of, status, score } = one;
  return { case: of.id, status, score: score ?? null, ...(status !== 'passed' && { reasons: reasonsOf(one) }) };
}
