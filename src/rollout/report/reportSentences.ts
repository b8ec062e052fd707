import { riskSentence } from '../totalRisk.js';
import type { Mark } from './marks.js';
import type { Report } from './report.js';
import { count, moment } from './reportWords.js';

/** `production · r2 · v8 → v9 · attempt 2 · started by Ana 2026-11-22 10:00 UTC · …` */
export function subtitleOf(report: Report): string {
  const { environment, rollout, versions, attempt, starter, from, at, isLive, units, metrics, owners } = report;
  return [
    environment,
    rollout,
    `${versions.baseline.name} → ${versions.candidate.name}`,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    `started by ${starter} ${moment(from)}`,
    isLive ? `as of ${moment(at)}` : `ended ${moment(at)}`,
    ...(metrics.length > 0 ? [unitWords(units)] : []),
    ...(owners.length > 0 ? [`owners ${owners.join(', ')}`] : []),
  ].join(' · ');
}

function unitWords({ candidate, baseline, segment }: Report['units']): string {
  const inSegment = segment > 0 ? ` and ${count(segment)} by segment rule` : '';
  return `units: candidate ${count(candidate)}${inSegment}, baseline ${count(baseline)}`;
}

/** Every gate that somebody skipped, for ever. */
export function overridesOf({ marks }: Pick<Report, 'marks'>): readonly Mark[] {
  return marks.filter(({ event, isFailed }) => event === 'override' && !isFailed);
}

/** Who skipped what and why, and what that does to the risk. */
export function overrideSentences(report: Report): readonly string[] {
  const told = overridesOf(report).map(({ who, at, words }) => `${who} ${words} (${moment(at)}).`);
  const risk = riskSentence(report.risk);
  return risk === undefined ? told : [...told, risk];
}
