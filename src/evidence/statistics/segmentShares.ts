import { at, type Track } from './track.js';

/** Evidence of one segment, and the index of the block in which its first unit appeared. */
interface Appearing {
  readonly appeared: number;
  readonly track: Track;
}

/**
 * Holds evidence over segments together, also as new segment values appear: each newcomer is given an equal part of all there
 * is at that moment, and the others give up as much in proportion. What is held is worth the same before and after, so it
 * stays evidence (capital that is moved between fair bets), while all segments that appear before there is much evidence
 * weigh about the same. That a segment appears is known before its outcomes are.
 * @param axis block indexes
 * @returns the members with ln of what each holds along the axis, −Infinity before it appears; and ln of all they hold together
 */
export function segmentShares<Member extends Appearing>(
  members: readonly Member[],
  axis: readonly number[],
): { readonly held: readonly (Member & { readonly holdings: Track })[]; readonly together: Track } {
  const together = new Float64Array(axis.length);
  const all = members.map((member) => ({
    ...member,
    logWeight: -Infinity,
    holdings: new Float64Array(axis.length).fill(-Infinity),
  }));
  let present = 0;
  axis.forEach((index, position) => {
    const newcomers = all.filter(({ appeared, logWeight }) => appeared <= index && logWeight === -Infinity);
    const count = present + newcomers.length;
    if (count === 0) return;
    for (const member of all) member.logWeight += Math.log(present / count);
    for (const member of newcomers) member.logWeight = at(together, position - 1) - Math.log(count);
    present = count;
    let most = -Infinity;
    for (const { logWeight, track, holdings } of all) {
      const log = logWeight + at(track, position);
      holdings[position] = log;
      most = Math.max(most, log);
    }
    let sum = 0;
    for (const { holdings } of all) sum += Math.exp(at(holdings, position) - most);
    together[position] = most + Math.log(sum);
  });
  return { held: all, together };
}
