import { NumberSet } from './numberSet.js';

/** So many units, the last that were closed, are recognised at least; at most twice as many. */
const fewestKnown = 2 ** 18;

/** What is kept of closed units. */
export interface KeptUnits {
  readonly forgotten: number;
  readonly newestOfYoung: number;
  readonly newestOfOld: number;
  /** Numbers of 8 bytes, little-endian. */
  readonly young: Buffer;
  readonly old: Buffer;
}

/**
 * Recognises units that are counted for good, in bounded memory: the last ones by their numbers; of those before only the time
 * of their last event is known, so that one of them that comes again much later is taken for new.
 */
export class ClosedUnits {
  private young = new NumberSet();
  private old = new NumberSet();
  private newestOfYoung = -Infinity;
  private newestOfOld = -Infinity;
  /** The last event of any unit that is known by nothing else. */
  private forgotten = -Infinity;

  constructor(private readonly atLeast = fewestKnown) {}

  /** @param last when the unit's last event was, in epoch milliseconds */
  add(unit: number, last: number): void {
    if (this.young.size >= this.atLeast) {
      this.forgotten = Math.max(this.forgotten, this.newestOfOld);
      this.old = this.young;
      this.newestOfOld = this.newestOfYoung;
      this.young = new NumberSet();
      this.newestOfYoung = -Infinity;
    }
    this.young.add(unit);
    if (last > this.newestOfYoung) this.newestOfYoung = last;
  }

  /** Whether a unit with an event at `time` is closed, or may be one of those that were forgotten. */
  has(unit: number, time: number): boolean {
    return time <= this.forgotten || this.young.has(unit) || this.old.has(unit);
  }

  /** What another one needs to go on from here. */
  kept(): KeptUnits {
    const { forgotten, newestOfYoung, newestOfOld, young, old } = this;
    return { forgotten, newestOfYoung, newestOfOld, young: bytesOf(young), old: bytesOf(old) };
  }

  /** Goes on from what was kept. */
  restore({ forgotten, newestOfYoung, newestOfOld, young, old }: KeptUnits): void {
    Object.assign(this, { forgotten, newestOfYoung, newestOfOld });
    addTo(this.young, young);
    addTo(this.old, old);
  }
}

function bytesOf(units: NumberSet): Buffer {
  const bytes = Buffer.alloc(units.size * 8);
  let at = 0;
  for (const unit of units.all()) at = bytes.writeDoubleLE(unit, at);
  return bytes;
}

function addTo(units: NumberSet, bytes: Buffer): void {
  for (let at = 0; at + 8 <= bytes.length; at += 8) units.add(bytes.readDoubleLE(at));
}
