import type { CaseResult } from '../caseResult.js';
import { regressionsOf } from '../comparison/compareRuns.js';
import type { Evaluation } from '../evaluation.js';
import { reasonsOf } from '../evaluationWords.js';

/**
 * The results as JUnit XML, a test a case, as CI systems read it
 * (https://github.com/testmoapp/junitxml). What is missing or unchecked is skipped: neither a pass nor a failure.
 */
export function junit({ prompt, summary, run, comparison, verdict }: Evaluation): string {
  const { cases, failed, missing, unchecked } = summary;
  const regressed = new Set(regressionsOf(comparison).map(({ id }) => id));
  const tests = [
    ...run.results.map((result) => testcase(prompt, result, regressed.has(result.case.id))),
    `    <testcase classname="${xml(prompt)}" name="offline gate">${verdict.holds ? '' : failure('the gate does not hold', verdict.reasons)}</testcase>`,
  ];
  const counts = `tests="${cases + 1}" failures="${failed + (verdict.holds ? 0 : 1)}" skipped="${missing + unchecked}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${xml(prompt)}" ${counts}>`,
    ...tests,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testcase(prompt: string, result: CaseResult, isRegression: boolean): string {
  const { case: one, status, samples } = result;
  const seconds = samples.reduce((sum, { output }) => sum + (output?.latency ?? 0), 0) / 1000;
  const opening = `    <testcase classname="${xml(prompt)}" name="${xml(one.id)}" file="${xml(one.place.path)}" time="${seconds.toFixed(3)}">`;
  const reasons = reasonsOf(result);
  const inner =
    status === 'passed'
      ? ''
      : status === 'failed'
        ? failure(isRegression ? 'regression' : 'failed', reasons)
        : `<skipped message="${xml(reasons.join(' '))}"/>`;
  return `${opening}${inner}</testcase>`;
}

function failure(message: string, reasons: readonly string[]): string {
  return `<failure message="${xml(message)}">${xml(reasons.join('\n'))}</failure>`;
}

/** XML 1.0 has no way to write most control characters. */
function xml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text
    .replace(/[&<>"]/g, (character) => entities[character] ?? '')
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
