import { ClosedUnits } from './closedUnits.js';
import type { EvidenceQuery } from './evidenceQuery.js';
import type { KeptCounts } from './keptCounts.js';
import { measured, segmentNamed } from './lineValues.js';
import { OpenUnits, type OpenUnit } from './openUnits.js';
import { Tally, type BesideUnits, type Look } from './tally.js';
import { telemetryLine, type Telemetry, type TelemetryFields } from './telemetryLine.js';
import { unitNumber } from './unitNumber.js';
import { lastEvent, type UnitLine } from './units.js';
import { UsualLine } from './usualLine.js';

/** Lines may come so much later than their event, in blocks, or in milliseconds where those are more. */
const [blocksLate, timeLate] = [8, 2 * 3_600_000];

/** The part of a query that stays the same as long as a rollout is counted. */
export type CountedRollout = Omit<EvidenceQuery, keyof Look>;

/**
 * Counts the lines of one rollout. A unit stays open as long as its outcome may change or a line of it may still come: until
 * events are read that are younger than its last by the longest `settle` and an allowance for lines that come late, for clocks
 * that differ and for files that are read out of order. Then it is counted for good and forgotten, but for a number that
 * recognises it: lines that come for it after that are counted as late. So memory does not grow with what was read.
 */
export class RolloutCounts {
  private readonly open: OpenUnits;
  private readonly usual: UsualLine | undefined;
  private readonly closed = new ClosedUnits();
  private readonly tally: Tally;
  private readonly patience: number;

  private newest = -Infinity;
  private unknownVersions = 0;
  private late = 0;
  private skippedLines = 0;
  private skippedReason: string | undefined;

  /** How far reading has come in event time: of all that is still to be read nothing is older, up to the allowance. */
  private readTo = -Infinity;
  /** How far it has come at most: what was read up to other places is held against it. */
  private othersAt = Infinity;
  /** The newest event that is not ahead of the clock. */
  private latest = -Infinity;

  constructor(
    private readonly query: CountedRollout,
    private readonly fields: TelemetryFields,
    private look: Look,
  ) {
    this.tally = new Tally(query);
    this.usual = UsualLine.of(query, fields);
    this.open = new OpenUnits(query.metrics.length);
    this.patience =
      Math.max(0, ...query.metrics.map(({ settle }) => settle)) + Math.max(blocksLate * query.block, timeLate);
  }

  /** What comes from now on is seen from here. @param look its `now` should be no earlier than the one before */
  lookFrom(look: Look): void {
    this.look = look;
  }

  /**
   * The lines that come next are of a file that was read up to events at `reached`.
   * @param others how far the other files that are not at their end have been read; Infinity where there are none
   */
  turn(reached: number, others: number): void {
    this.othersAt = others;
    this.readTo = Math.max(this.readTo, Math.min(reached, others));
  }

  /** All files are at their ends. */
  caughtUp(): void {
    this.turn(this.latest, Infinity);
  }

  /**
   * Takes one line, and where it stands.
   * @param bytes undefined for a line that is longer than a megabyte
   * @param start where the line begins in `bytes`
   * @param end where it ends
   * @returns when its event was, where that is not ahead of the clock
   */
  take(bytes: Buffer | undefined, start: number, end: number, path: string, number: number): number | undefined {
    if (bytes === undefined) {
      this.skip('longer than a megabyte', path, number);
      return undefined;
    }
    const how = this.usual?.read(bytes, start, end) ?? 'unusual';
    if (how === 'of another') return undefined;
    const time = how === 'read' ? this.takeUsual() : this.takeText(bytes.toString('utf8', start, end), path, number);
    for (let place = this.nextOver(); place !== undefined; place = this.nextOver()) this.close(place);
    return time !== undefined && time <= this.look.now ? time : undefined;
  }

  /** Counts a line that cannot be used; the first reason is kept. */
  skip(problem: string, path: string, number: number): void {
    this.skippedLines++;
    this.skippedReason ??= `${path}:${number}: ${problem}`;
  }

  /** The units that may still change; each is to be used before the next one. */
  openUnits(): Iterable<OpenUnit> {
    return this.open.all();
  }

  /** A tally that goes on from what is counted for good. */
  tallyOn(): Tally {
    return new Tally(this.query, this.tally);
  }

  besideUnits(): BesideUnits {
    return {
      ...(this.newest !== -Infinity && { newest: this.newest }),
      unknownVersions: this.unknownVersions,
      ...(this.late > 0 && { late: this.late }),
      skipped: { lines: this.skippedLines, ...(this.skippedReason !== undefined && { reason: this.skippedReason }) },
    };
  }

  /** What other counts of the same query need to go on from here. */
  kept(): KeptCounts {
    const { newest, latest, readTo, unknownVersions, late, skippedLines, skippedReason } = this;
    const open: OpenUnit[] = [];
    for (const unit of this.openUnits()) open.push(copied(unit));
    open.sort((a, b) => a.until - b.until);
    const beside = { newest, latest, readTo, unknownVersions, late, skippedLines, skippedReason };
    return { tally: this.tally.kept(), closed: this.closed.kept(), open, ...beside };
  }

  /** Goes on from what was kept; nothing was taken before. */
  restore({ tally, closed, open, ...beside }: KeptCounts): void {
    this.tally.restore(tally);
    this.closed.restore(closed);
    for (const { unit, until, lines } of open) {
      const [first, ...more] = lines;
      if (!first) continue;
      this.open.open(unit, first, until);
      const place = this.open.find(unit);
      for (const line of more) if (place !== undefined) this.open.add(place, line, until);
    }
    Object.assign(this, beside);
  }

  private takeUsual(): number | undefined {
    const { usual } = this;
    if (!usual) return undefined;
    const { time, arm, unit, values, segments } = usual;
    this.see(time);
    if (this.isWithin(time)) this.count(unit, { time, arm, values, segments });
    return time;
  }

  private takeText(text: string, path: string, number: number): number | undefined {
    const line = telemetryLine(text, this.fields, this.query.prompt);
    if (!line) return undefined;
    const { time } = line;
    if (time !== undefined) this.see(time);
    if (time !== undefined && !this.isWithin(time)) return time;
    if ('unversioned' in line) {
      this.unknownVersions++;
      return time;
    }
    const problem = 'problem' in line ? line.problem : this.countOrRefuse(line);
    if (problem !== undefined) this.skip(problem, path, number);
    return time;
  }

  private isWithin(time: number): boolean {
    const { rolloutSince, until = Infinity } = this.query;
    return time >= rolloutSince && time < until;
  }

  private nextOver(): number | undefined {
    return this.open.next(this.readTo, this.readTo + this.patience);
  }

  private see(time: number): void {
    if (time > this.newest) this.newest = time;
    // A clock that is ahead must not close the units of all others.
    if (time > this.look.now) return;
    if (time > this.latest) this.latest = time;
    const at = Math.min(time, this.othersAt);
    if (at > this.readTo) this.readTo = at;
  }

  /** Counts a line, or returns why it cannot be used. */
  private countOrRefuse({ time, version, arm: told, unit, line }: Telemetry): string | undefined {
    const { baseline, candidate } = this.query;
    if (version !== baseline && version !== candidate) {
      this.unknownVersions++;
      return undefined;
    }
    const arm = told ?? (version === candidate ? 'candidate' : 'baseline');
    // Units of a segment that has the candidate only in part: they are not by chance, and not the candidate.
    if (arm === 'segment' && version === baseline) return undefined;
    if (version !== (arm === 'baseline' ? baseline : candidate)) {
      return `arm ${arm} with the version of the other arm, ${version}`;
    }
    const name = Buffer.from(unit);
    const { metrics, segments } = this.query;
    const values = metrics.map((metric) => measured(metric, line));
    const named = segments.length > 0 ? segments.map((attribute) => segmentNamed(line[attribute])) : undefined;
    this.count(unitNumber(name, 0, name.length), { time, arm, values, segments: named });
    return undefined;
  }

  private count(unit: number, line: UnitLine): void {
    // Of lines that come late enough, more may come as late: those of one unit are still merged.
    const until = Math.max(line.time, this.readTo) + this.patience;
    const place = this.open.find(unit);
    if (place !== undefined && this.open.until(place) >= this.readTo) {
      this.open.add(place, line, until);
    } else if (place !== undefined) {
      this.close(place);
      this.late++;
    } else if (this.closed.has(unit, line.time)) {
      this.late++;
    } else {
      this.open.open(unit, line, until);
    }
  }

  private close(place: number): void {
    const { unit, lines } = this.open.close(place);
    this.closed.add(unit, lastEvent(lines));
    this.tally.add(lines, this.look);
  }
}

function copied({ unit, until, lines }: OpenUnit): OpenUnit {
  return { unit, until, lines: lines.map((line) => ({ ...line, values: [...line.values] })) };
}
