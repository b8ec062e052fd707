import type { Block, Sums } from '../blocks.js';
import { delayOf, firstOpen, type Counted, type SegmentBlocks } from './counted.js';
import type { Criterion } from './criterion.js';
import type { ArmValue } from './judgement.js';
import { harmProcess, limitProcess, proofProcess } from './processes.js';
import type { Claim } from './rollbackBudget.js';
import { Scale } from './scale.js';
import { segmentShares } from './segmentShares.js';
import { mix, trackOf, type Track } from './track.js';
import { comparisonWindows, nothing, plus, singleWindows, type Window } from './windows.js';

/** What the counts say of one metric, before the metrics are judged together. */
export interface Measured {
  readonly criterion: Criterion;
  /** In which the arms are compared. */
  readonly windows: readonly Window[];
  readonly harm?: Track;
  readonly limit?: Track;
  readonly proof: Track;
  readonly segments: Claim['segments'];
  readonly baseline: ArmValue | undefined;
  readonly candidate: ArmValue | undefined;
}

/** @param axis of all tracks, as `axisOf` gives it */
export function measure(criterion: Criterion, counted: Counted, axis: readonly number[]): Measured {
  const { blocks } = counted;
  const delay = delayOf(counted, criterion);
  const before = firstOpen(counted) - delay;
  const scale = new Scale(criterion);
  const windows = comparisonWindows(blocks, criterion.name, scale, before);
  const proof = trackOf(proofProcess(criterion), windows, axis, delay);
  const measured = {
    criterion,
    windows,
    proof,
    baseline: valueOf(blocks.baseline, criterion.name, before),
    candidate: valueOf(blocks.candidate, criterion.name, before),
    ...(criterion.limit !== undefined && { limit: limitTrack(criterion, criterion.limit, counted, axis) }),
  };
  if (criterion.role === 'success') return { ...measured, segments: [] };

  const overall = trackOf(harmProcess(criterion, 'all'), windows, axis, delay);
  if (criterion.segments.length === 0) return { ...measured, harm: overall, segments: [] };
  const members = counted.segments.flatMap(({ attribute, value, blocks: own }) => {
    const appeared = criterion.segments.includes(attribute) ? firstSeen(own, criterion.name) : Infinity;
    if (appeared >= before) return [];
    const ownWindows = comparisonWindows(own, criterion.name, scale, before);
    const track = trackOf(harmProcess(criterion, 'segment'), ownWindows, axis, delay);
    return [{ name: { attribute, value }, appeared: appeared + delay, track }];
  });
  const { held, together } = segmentShares(members, axis);
  const halves = [
    { weight: 0.5, track: overall },
    { weight: 0.5, track: together },
  ];
  return { ...measured, harm: mix(halves, axis.length), segments: held };
}

/** ln of the evidence that a limit, in the metric's unit, is broken. It holds for every unit of the candidate, by chance or by a segment rule. */
function limitTrack(criterion: Criterion, limit: number, counted: Counted, axis: readonly number[]): Track {
  const { candidate, segment } = counted.blocks;
  const delay = delayOf(counted, criterion);
  const scale = new Scale(criterion);
  const windows = singleWindows({ candidate, baseline: segment }, criterion.name, scale, firstOpen(counted) - delay);
  const units = windows.map((window) => ({ end: window.end, units: plus(window.candidate, window.baseline) }));
  return trackOf(limitProcess(criterion, limit), units, axis, delay);
}

/** Index of the first block in which a unit has a value, in either arm; Infinity where there is none. */
function firstSeen(blocks: SegmentBlocks['blocks'], metric: string): number {
  const first = (arm: readonly Block[]): number => arm.find(({ metrics }) => metrics[metric])?.index ?? Infinity;
  return Math.min(first(blocks.candidate), first(blocks.baseline));
}

function valueOf(arm: readonly Block[], metric: string, before: number): ArmValue | undefined {
  const closed = arm.filter(({ index }) => index < before);
  const { n, sum } = closed.reduce<Sums>((sums, { metrics }) => plus(sums, metrics[metric]), nothing);
  return n === 0 ? undefined : { units: n, value: sum / n };
}
