import { verdictWords } from '../judgedWords.js';
import type { MetricReport, WayName } from './metricReport.js';

/** A verdict with how far it is, since colours alone say nothing to some: `proven`, `undecided: harm 40 %`. */
export function verdictOf({ verdict, ways }: Pick<MetricReport, 'verdict' | 'ways'>): string {
  const now = (name: WayName): number => ways.find((way) => way.name === name)?.now ?? 0;
  const words = verdictWords(verdict, Math.max(now('harm'), now('limit')), now('proof'));
  return words === undefined || words === verdict ? verdict : `undecided: ${words}`;
}
