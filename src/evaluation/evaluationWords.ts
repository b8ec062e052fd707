import { counted } from '../prompts/counted.js';
import type { CaseResult, SampleResult } from './caseResult.js';
import type { Evaluation } from './evaluation.js';
import type { Grade } from './graders/grader.js';
import type { ModelOutput } from './modelOutput.js';

/** `48/50 · 1 regression · 13 missing`: passed of all cases, and what is worth a look. */
export function shortResult({ summary, comparison }: Pick<Evaluation, 'summary' | 'comparison'>): string {
  const { passed, cases, missing, unchecked } = summary;
  return [
    `${passed}/${cases}`,
    ...(comparison && comparison.regressions > 0 ? [counted(comparison.regressions, 'regression')] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(unchecked > 0 ? [`${unchecked} unchecked`] : []),
  ].join(' · ');
}

/** What the comparison lets one say, as a sentence: `Worse than the baseline: 6 of 50 cases regressed (p = 0.031).` */
export function comparisonSentence({ comparison, summary }: Pick<Evaluation, 'summary' | 'comparison'>): string {
  if (!comparison) return 'There is no baseline to compare with.';
  const { wins, regressions, mcnemar } = comparison;
  const cases = `${regressions} of ${summary.cases} cases regressed, ${wins} improved`;
  const p = `p = ${mcnemar.p < 0.001 ? mcnemar.p.toExponential(1) : mcnemar.p.toFixed(3)}`;
  switch (mcnemar.verdict) {
    case 'better':
      return `Better than the baseline: ${cases} (${p}).`;
    case 'worse':
      return `Worse than the baseline: ${cases} (${p}).`;
    case 'no difference shown':
      return `No difference shown: ${cases} (${p}).`;
    case 'too few to tell':
      return `Too few to tell: ${cases}; fewer than six cases differ.`;
  }
}

/** `+2.0 pp (95 %: −1.5 to +5.5)`: how the score differs from the baseline's; undefined where no case has both. */
export function scoreDeltaWords({ comparison }: Pick<Evaluation, 'comparison'>): string | undefined {
  const delta = comparison?.scoreDelta;
  return delta && `${points(delta.mean)} pp (95 %: ${points(delta.low)} to ${points(delta.high)})`;
}

/** What came out, in sentences: the comparison, and how many cases it is based on. */
export function resultSentences(evaluation: Pick<Evaluation, 'summary' | 'comparison'>): string {
  const coverage = coverageWords(evaluation);
  return `${comparisonSentence(evaluation)} ${coverage.slice(0, 1).toUpperCase()}${coverage.slice(1)}.`;
}

/** `50 of 50 graded`, with the reason for what is not. */
export function coverageWords({ summary }: Pick<Evaluation, 'summary'>): string {
  const { cases, graded, missing, unchecked } = summary;
  return [
    `${graded} of ${cases} graded`,
    ...(missing > 0 ? [`${missing} without an output`] : []),
    ...(unchecked > 0 ? [`${unchecked} without a check that works here`] : []),
  ].join(', ');
}

/** `96.0 %` */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Why a case has the status that it has: what failed, or why there is no output or no verdict; as sentences. */
export function reasonsOf({ samples, status }: CaseResult): readonly string[] {
  const reasons = samples.flatMap((sample): readonly string[] => {
    const why = sample.problem ?? sample.missing;
    if (why !== undefined) return [why];
    const wanted = status === 'unchecked' ? 'unsupported' : 'fail';
    return sample.grades
      .flatMap((grade) => leaves(grade))
      .flatMap((grade) => (grade.verdict === wanted ? gradeWords(grade) : []));
  });
  if (reasons.length === 0 && status === 'unchecked') return ['The case has no assertions.'];
  return [...new Set(reasons)];
}

/** The checks that a grade is made of: its own, or those of its set. */
function leaves(grade: Grade): readonly Grade[] {
  return grade.grades ? grade.grades.flatMap((inner) => leaves(inner)) : [grade];
}

/** `icontains: …` */
export function gradeWords({ assertion, reason }: Grade): string {
  // Of results in brief no reasons are kept.
  return reason === '' ? assertion.type : `${assertion.type}: ${reason}`;
}

/** An output as text; undefined where there is none. */
export function outputText({ output }: SampleResult): string | undefined {
  if (!output) return undefined;
  return [output.text, ...toolCallLines(output)].filter((part) => part !== '').join('\n');
}

/** The first output of a case as text; undefined where there is none. */
export function outputOf({ samples }: CaseResult): string | undefined {
  return samples.map(outputText).find((text) => text !== undefined);
}

function toolCallLines({ toolCalls = [] }: ModelOutput): readonly string[] {
  return toolCalls.map(
    ({ name, arguments: given }) => `${name}(${typeof given === 'string' ? given : JSON.stringify(given)})`,
  );
}

function points(difference: number): string {
  const text = (difference * 100).toFixed(1);
  return text.startsWith('-') ? `−${text.slice(1)}` : `+${text}`;
}
