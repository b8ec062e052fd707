import { arms, type Arm } from './arm.js';
import type { KeptBlocks } from './blocks.js';
import type { KeptUnits } from './closedUnits.js';
import {
  aNumber,
  aText,
  listOf,
  membersOf,
  optional,
  orNull,
  pairOf,
  someBytes,
  tripleOf,
  type Read,
} from './keptValues.js';
import type { OpenUnit } from './openUnits.js';
import type { KeptSegment } from './segments.js';
import type { KeptTally } from './tally.js';
import type { UnitLine } from './units.js';

/** All that a rollout's counts need to go on from here. */
export interface KeptCounts {
  readonly tally: KeptTally;
  readonly closed: KeptUnits;
  readonly open: readonly OpenUnit[];
  /** -Infinity: none. */
  readonly newest: number;
  readonly latest: number;
  readonly readTo: number;
  readonly unknownVersions: number;
  readonly late: number;
  readonly skippedLines: number;
  readonly skippedReason: string | undefined;
}

/** As a value that JSON can hold; numbers that it cannot hold become null. */
export function countsToJson({ closed, open, ...counts }: KeptCounts): unknown {
  return {
    ...counts,
    closed: { ...closed, young: closed.young.toString('base64'), old: closed.old.toString('base64') },
    open: open.map(({ unit, until, lines }) => [unit, until, lines]),
  };
}

/** Throws where it is no such value. */
export function countsFromJson(value: unknown): KeptCounts {
  const counts = membersOf(value);
  const closed = membersOf(counts['closed']);
  const none = orNull(-Infinity);
  return {
    tally: readTally(counts['tally']),
    closed: {
      forgotten: none(closed['forgotten']),
      newestOfYoung: none(closed['newestOfYoung']),
      newestOfOld: none(closed['newestOfOld']),
      young: someBytes(closed['young']),
      old: someBytes(closed['old']),
    },
    open: listOf(readUnit)(counts['open']),
    newest: none(counts['newest']),
    latest: none(counts['latest']),
    readTo: none(counts['readTo']),
    unknownVersions: aNumber(counts['unknownVersions']),
    late: aNumber(counts['late']),
    skippedLines: aNumber(counts['skippedLines']),
    skippedReason: optional(aText)(counts['skippedReason']),
  };
}

const readBlocks: Read<KeptBlocks> = listOf(
  tripleOf(aNumber, aNumber, listOf(tripleOf(aNumber, listOf(aNumber), listOf(aNumber)))),
);
const readSegment: Read<KeptSegment> = tripleOf(aText, readBlocks, readBlocks);

function readTally(value: unknown): KeptTally {
  const tally = membersOf(value);
  const blocks = membersOf(tally['blocks']);
  return {
    blocks: {
      baseline: readBlocks(blocks['baseline']),
      candidate: readBlocks(blocks['candidate']),
      segment: readBlocks(blocks['segment']),
    },
    segments: listOf(listOf(readSegment))(tally['segments']),
    mixed: listOf(pairOf(aNumber, aNumber))(tally['mixed']),
    stageTimes: listOf((item) => {
      const { since, units, first } = membersOf(item);
      return { since: aNumber(since), units: aNumber(units), first: aNumber(first) };
    })(tally['stageTimes']),
  };
}

const readUnit: Read<OpenUnit> = (value) => {
  const [unit, until, lines] = tripleOf(aNumber, aNumber, listOf(readLine))(value);
  return { unit, until, lines };
};

function readLine(value: unknown): UnitLine {
  const { time, arm, values, segments } = membersOf(value);
  return {
    time: aNumber(time),
    arm: readArm(arm),
    values: listOf(orNull(NaN))(values),
    segments: optional(listOf(optional(aText)))(segments),
  };
}

function readArm(value: unknown): Arm {
  const arm = arms.find((known) => known === value);
  if (!arm) throw new Error('not an arm');
  return arm;
}
