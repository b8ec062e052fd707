import { arms, type Arm } from './arm.js';
import { NumberMap } from './numberMap.js';
import type { Unit, UnitLine } from './units.js';

/** What is known of a unit that may still change. */
export interface OpenUnit {
  /** Its number. */
  readonly unit: number;
  readonly lines: Unit;
  /** It is counted for good when reading has come past this event time. */
  readonly until: number;
}

/**
 * Units that may still change, by number of their place. Most have one line: its numbers are kept side by side with those of all others,
 * since a few objects for each of many units would keep the memory manager busier than all the rest.
 */
export class OpenUnits {
  private readonly places = new NumberMap();
  private units = new Float64Array(1024);
  private times = new Float64Array(1024);
  private untils = new Float64Array(1024);
  /** `until` as it was when the unit was put at the end of the queue; NaN where it is not in the queue. */
  private queued = new Float64Array(1024);
  private values: Float64Array<ArrayBuffer>;
  private readonly armOf: Arm[] = [];
  private readonly segmentsOf: UnitLine['segments'][] = [];
  /** Of units with several lines all but the first. */
  private readonly more = new Map<number, UnitLine[]>();
  /** Places to be used again. */
  private readonly free: number[] = [];
  /** More or less in the order in which units close, from `first` on. */
  private readonly queue: number[] = [];
  private first = 0;

  private readonly shown: {
    unit: number;
    until: number;
    lines: [{ time: number; arm: Arm; values: number[]; segments: UnitLine['segments'] }];
  };

  /** @param metrics how many numbers each line has */
  constructor(private readonly metrics: number) {
    this.values = new Float64Array(1024 * metrics);
    const values = Array.from({ length: metrics }, () => NaN);
    this.shown = { unit: NaN, until: NaN, lines: [{ time: NaN, arm: arms[0], values, segments: undefined }] };
  }

  /** The place of a unit; undefined where it is not open. */
  find(unit: number): number | undefined {
    return this.places.get(unit);
  }

  until(place: number): number {
    return this.untils[place] ?? NaN;
  }

  /** Opens a unit that is not open. @param values as many as there are metrics; they are copied */
  open(unit: number, { time, arm, values, segments }: UnitLine, until: number): void {
    const place = this.free.pop() ?? this.armOf.length;
    if (place === this.times.length) this.grow();
    this.places.set(unit, place);
    this.units[place] = unit;
    this.times[place] = time;
    this.untils[place] = until;
    this.armOf[place] = arm;
    this.segmentsOf[place] = segments;
    for (let index = 0; index < this.metrics; index++) this.values[place * this.metrics + index] = values[index] ?? NaN;
    this.enqueue(place);
  }

  /** Adds a line to an open unit. */
  add(place: number, line: UnitLine, until: number): void {
    const kept = { ...line, values: [...line.values] };
    const more = this.more.get(place);
    if (more) more.push(kept);
    else this.more.set(place, [kept]);
    this.untils[place] = Math.max(this.until(place), until);
  }

  /** Takes a unit out; what is returned is to be used before the next call. */
  close(place: number): OpenUnit {
    const closed = this.at(place);
    this.places.delete(closed.unit);
    this.more.delete(place);
    // In the queue, the place stays taken until its turn comes.
    if (Number.isNaN(this.queued[place])) this.free.push(place);
    else this.untils[place] = -Infinity;
    return closed;
  }

  /**
   * Looks at a few units, more than can have been opened since the last time: so they do not pile up, and nobody waits.
   * @param readTo units until before this event time are over
   * @param latest units until after this one let others pass
   * @returns the place of a unit that is over, to be closed
   */
  next(readTo: number, latest: number): number | undefined {
    for (let looked = 0; looked < 3; looked++) {
      const place = this.queue[this.first];
      if (place === undefined) return undefined;
      const until = this.until(place);
      if (until === -Infinity) {
        this.free.push(place);
      } else if (until < readTo) {
        this.queued[place] = NaN;
        this.pass();
        return place;
      } else if (until > (this.queued[place] ?? NaN) || until > latest) {
        this.enqueue(place);
      } else {
        return undefined;
      }
      this.pass();
    }
    return undefined;
  }

  /** Each is to be used before the next one. */
  *all(): Generator<OpenUnit> {
    for (const [, place] of this.places.entries()) yield this.at(place);
  }

  /** The same objects at every call: most units are looked at once, when they are closed. */
  private at(place: number): OpenUnit {
    const { shown } = this;
    const [line] = shown.lines;
    for (let index = 0; index < this.metrics; index++) {
      line.values[index] = this.values[place * this.metrics + index] ?? NaN;
    }
    line.time = this.times[place] ?? NaN;
    line.arm = this.armOf[place] ?? arms[0];
    line.segments = this.segmentsOf[place];
    shown.unit = this.units[place] ?? NaN;
    shown.until = this.until(place);
    const more = this.more.get(place);
    return more ? { ...shown, lines: [line, ...more] } : shown;
  }

  private enqueue(place: number): void {
    this.queued[place] = this.until(place);
    this.queue.push(place);
  }

  private pass(): void {
    this.first++;
    if (this.first > 4096 && this.first * 2 > this.queue.length) {
      this.queue.splice(0, this.first);
      this.first = 0;
    }
  }

  private grow(): void {
    const grown = (numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const twice = new Float64Array(numbers.length * 2);
      twice.set(numbers);
      return twice;
    };
    this.units = grown(this.units);
    this.times = grown(this.times);
    this.untils = grown(this.untils);
    this.queued = grown(this.queued);
    this.values = grown(this.values);
  }
}
