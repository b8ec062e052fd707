import { canonicalJson } from '../prompts/json.js';
import type { Segment, Strategy } from './strategy/strategy.js';
import type { PromptState, Rollout } from './state.js';
import { wholeTraffic, type Served, type Split } from './trafficBackend.js';

/** What the backend must serve in a state; undefined while nothing is released. */
export function expectedSplit(prompt: string, state: PromptState): Split | undefined {
  if (state.live) return stageSplit(prompt, state.live, state.live.stage);
  return state.released === undefined ? undefined : { baseline: state.released };
}

/** The split of one stage: its own share, and the segments of all stages up to it, which stay for good. */
export function stageSplit(
  prompt: string,
  rollout: Pick<Rollout, 'baseline' | 'candidate' | 'strategy'>,
  stage: number,
): Split {
  const { baseline, candidate, strategy } = rollout;
  return {
    baseline,
    candidate: {
      version: candidate,
      ...sharesAt(strategy, stage),
      unit: strategy.unit,
      // Neither stage nor attempt: the same units stay in the candidate arm on every stage and after a restart.
      salt: `${prompt}:${baseline}:${candidate}`,
    },
  };
}

/** The share of the traffic at large, and of each segment, that the candidate has on a stage. */
export function sharesAt(
  strategy: Strategy,
  stage: number,
): { share: number; segments: { only: Segment; share: number }[] } {
  const segments = new Map<string, { only: Segment; share: number }>();
  let share = 0;
  for (const { only, share: own } of strategy.stages.slice(0, stage + 1)) {
    if (only) segments.set(canonicalJson(only), { only, share: own });
    else share = own;
  }
  // A segment never gets less than the traffic at large.
  return { share, segments: [...segments.values()].map((own) => ({ ...own, share: Math.max(own.share, share) })) };
}

/** Whether the backend serves what it should: the same versions to the same shares, with the same contents. */
export function servesExactly(served: Served, split: Split, contents: Served['contents']): boolean {
  if (served.foreign !== undefined || !served.split || canonicalJson(served.split) !== canonicalJson(split))
    return false;
  const versions = [split.baseline, ...(split.candidate ? [split.candidate.version] : [])];
  return versions.every((version) => {
    const inUse = served.contents.get(version);
    return inUse === undefined || canonicalJson(inUse) === canonicalJson(contents.get(version));
  });
}

/** A share in words: `5 %`, `0.5 %`. */
export function percent(share: number): string {
  return `${Number(((share / wholeTraffic) * 100).toFixed(3))} %`;
}

/** A segment in words: `team = internal and tier = pro or free`. */
export function segmentLabel(only: Segment): string {
  return Object.entries(only)
    .map(([attribute, values]) => `${attribute} = ${values.join(' or ')}`)
    .join(' and ');
}

/** A split in words, with the versions as people call them. */
export function describeSplit(split: Split, name: (version: string) => string): string {
  const { baseline, candidate } = split;
  if (!candidate) return `${name(baseline)} to everybody`;
  const shares = [
    ...candidate.segments.map(({ only, share }) => `${percent(share)} of ${segmentLabel(only)}`),
    ...(candidate.share > 0
      ? [`${percent(candidate.share)} of ${candidate.segments.length > 0 ? 'all others' : 'all'}`]
      : []),
  ];
  return `${name(candidate.version)} to ${shares.join(' and ')}, ${name(baseline)} to the rest`;
}
