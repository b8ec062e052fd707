import type { Judged } from '../../evidence/statistics/judged.js';
import type { Toward } from '../../evidence/statistics/judgement.js';
import type { Point } from './points.js';
import type { ReportInput } from './reportInput.js';

/**
 * How far evidence had come over the whole rollout, also before times that were set aside since: from there on it began anew.
 * @param of which evidence; undefined where there is none
 */
export function wholeWay(
  { judged, judgedBefore = [], rollout }: ReportInput,
  of: (judged: Judged) => Toward | undefined,
): readonly Point[] {
  const { setAside, strategy } = rollout;
  const points = (one: Judged): readonly Point[] => {
    const toward = of(one);
    return toward ? wayPoints(toward, one.axis, strategy.block) : [];
  };
  const before = judgedBefore.flatMap((one, index) => {
    const [since, until] = [setAside[index - 1]?.to ?? -Infinity, setAside[index]?.to ?? -Infinity];
    return points(one).filter(({ at }) => at > since && at <= until);
  });
  const now = judged ? points(judged) : [];
  if (before.length === 0) return now;
  // Where it begins anew it is 0, and not what was reached before.
  const anew = setAside.at(-1)?.to;
  const restart = anew === undefined ? [] : [{ at: anew, value: 0 }];
  return [...before, ...restart, ...now];
}

/**
 * How far evidence had come at the end of each block: 0 at the start and wherever it fell below, 1 from the block on in which
 * it was enough, as what is once reached stays decided.
 * @param axis indexes of the blocks @param block their length in milliseconds
 */
function wayPoints({ track, threshold }: Toward, axis: readonly number[], block: number): readonly Point[] {
  let isReached = false;
  return axis.map((index, position) => {
    const log = track[position] ?? 0;
    isReached ||= log >= threshold;
    return { at: (index + 1) * block, value: isReached ? 1 : Math.max(0, log / threshold) };
  });
}
