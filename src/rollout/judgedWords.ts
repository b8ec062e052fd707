import type { Evidence } from '../evidence/evidence.js';
import type { Judged, JudgedMetric } from '../evidence/statistics/judged.js';
import type { Toward, Verdict } from '../evidence/statistics/judgement.js';
import { amountWords, valueWords } from './metricWords.js';
import type { Metric, Strategy } from './strategy/strategy.js';

/** Why a rollout goes back, with culprit and numbers; undefined while the evidence is not enough. */
export function harmWords({ metrics }: Strategy, judged: Judged): string | undefined {
  const { culprit } = judged.rollback;
  if (!culprit) return undefined;
  const metric = metrics.find(({ name }) => name === culprit.metric);
  const found = judged.metrics.find(({ name }) => name === culprit.metric);
  const where = culprit.segment ? ` where ${culprit.segment.attribute} is ${culprit.segment.value}` : '';
  const values = metric && found ? `: ${armWords(metric, found)}` : '';
  if (culprit.by === 'limit') {
    const limit = metric?.limit === undefined ? '' : ` of ${valueWords(metric, metric.limit)}`;
    return `${culprit.metric} is beyond its limit${limit}${values}`;
  }
  const margin = metric?.margin ? ` than ${amountWords(metric, metric.margin)}` : ' than its margin';
  return `${culprit.metric} got worse by more${margin}${where}${culprit.segment ? '' : values}`;
}

/** Both arms in figures: `candidate 12.1 % of 340, baseline 4.0 % of 6,512`. */
export function armWords(
  metric: Pick<Metric, 'is'>,
  { candidate, baseline }: Pick<JudgedMetric, 'candidate' | 'baseline'>,
): string {
  const parts = Object.entries({ candidate, baseline }).flatMap(([arm, value]) =>
    value ? [`${arm} ${valueWords(metric, value.value)} of ${value.units.toLocaleString('en-US')}`] : [],
  );
  return parts.join(', ');
}

/** Why the arms cannot be compared; undefined where they can. */
export function mismatchWords(judged: Judged, { arms, mixed }: Evidence): string | undefined {
  const { baseline, candidate } = arms;
  if (judged.ratio.isMismatch) {
    const all = (baseline.units + candidate.units).toLocaleString('en-US');
    const own = candidate.units.toLocaleString('en-US');
    return `the split is not the one that is configured: ${own} of ${all} units have the candidate`;
  }
  if (!judged.tooManyMixed) return undefined;
  return `${mixed.toLocaleString('en-US')} units were seen in both arms, more than 1 %`;
}

/**
 * A verdict in a word; while it is open, whichever evidence has come further says more.
 * @param harm percent of the way, 0 where none is looked for @param proof the same
 * @returns undefined where there is no data
 */
export function verdictWords(verdict: Verdict, harm: number, proof: number): string | undefined {
  if (verdict === 'no data') return undefined;
  if (verdict !== 'undecided') return verdict;
  return harm > proof ? `harm ${harm} %` : `proof ${proof} %`;
}

/** How far evidence has come: 0 % at the start, 100 % where it is enough. */
export function wayTo({ track, threshold, most }: Toward): number {
  const now = most >= threshold ? most : (track.at(-1) ?? 0);
  return Math.min(100, Math.max(0, Math.floor((100 * now) / threshold)));
}
