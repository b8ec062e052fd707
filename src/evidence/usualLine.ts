import type { Arm } from './arm.js';
import type { CountedMetric, EvidenceQuery } from './evidenceQuery.js';
import { FlatLine, isFalse, isNull, isTrue, number, text, viewOf } from './flatLine.js';
import { measured, segmentNamed } from './lineValues.js';
import type { TelemetryFields } from './telemetryLine.js';
import { unitNumber } from './unitNumber.js';

/** Where the mapped fields stand among the fields. */
const timeAt = 0;
const promptAt = 1;
const versionAt = 2;
const armAt = 3;
const unitAt = 4;
const othersAt = 5;

const minus = 0x2d;
const colon = 0x3a;
const point = 0x2e;
/** `2026-11-22T10:` */
const hourLength = 14;

/** A field for metrics and segments: which metrics ask for it, with their places in the query, and whether segments do. */
interface Asked {
  readonly name: string;
  readonly metrics: readonly { readonly at: number; readonly metric: CountedMetric }[];
  readonly isSegment: boolean;
}

/**
 * Reads the usual line the quick way, in less time than JSON.parse alone takes: a JSON object without lists, objects
 * and escapes in it, with a time like `2026-11-22T10:15:02.113Z`, of one of the two versions and with its arm. Every other line, and
 * all that is wrong, it leaves to `telemetryLine`, which would say the same of those that are read here.
 */
export class UsualLine {
  /** Epoch milliseconds. */
  time = NaN;
  arm: Arm = 'baseline';
  unit = NaN;
  /** As `UnitLine` has them; the same array for every line. */
  readonly values: number[];
  segments: readonly (string | undefined)[] | undefined;

  private readonly flat: FlatLine;
  private readonly asked: readonly Asked[];
  private readonly prompt: DataView;
  private readonly arms: readonly { readonly arm: Arm; readonly name: DataView; readonly version: DataView }[];
  private isOfPrompt = false;
  private hasArm = false;
  /** The hour of the last line as it is written, and when it began, in epoch milliseconds. */
  private readonly hour = new DataView(new ArrayBuffer(hourLength));
  private hourBegan = NaN;

  /** @param asked the fields of metrics and segments, none of them among `fields` */
  private constructor(
    private readonly query: UsualQuery,
    { time, prompt, version, arm, unit }: TelemetryFields,
    asked: ReadonlyMap<string, Asked>,
  ) {
    this.flat = new FlatLine([time, prompt, version, arm, unit, ...asked.keys()]);
    this.asked = [...asked.values()];
    this.values = query.metrics.map(() => NaN);
    if (query.segments.length > 0) this.segments = query.segments.map(() => undefined);
    this.prompt = viewOf(Buffer.from(query.prompt));
    this.arms = (['baseline', 'candidate', 'segment'] as const).map((name) => {
      const served = name === 'baseline' ? query.baseline : query.candidate;
      return { arm: name, name: viewOf(Buffer.from(name)), version: viewOf(Buffer.from(served)) };
    });
  }

  /** @returns undefined where it is not known at which fields the metrics look, or where they look at one that is mapped */
  static of(query: UsualQuery, fields: TelemetryFields): UsualLine | undefined {
    const { metrics, segments } = query;
    const mapped: readonly string[] = [fields.time, fields.prompt, fields.version, fields.arm, fields.unit];
    const names = [...metrics.map(({ of }) => of?.field), ...segments];
    const asked = new Map<string, Asked>();
    for (const name of names) {
      if (name === undefined || mapped.includes(name)) return undefined;
      asked.set(name, {
        name,
        metrics: metrics.flatMap((metric, at) => (metric.of?.field === name ? [{ at, metric }] : [])),
        isSegment: segments.includes(name),
      });
    }
    return new Set(mapped).size === mapped.length ? new UsualLine(query, fields, asked) : undefined;
  }

  /**
   * Reads a line.
   * @param end where it ends in `bytes`: at a line feed, or the end of them
   * @returns whether it is of another prompt, or was read; `unusual` where it is left to others
   */
  read(bytes: Buffer, start: number, end: number): 'read' | 'of another' | 'unusual' {
    const { flat } = this;
    if (flat.scan(bytes, start) !== end || flat.kinds[promptAt] !== text) return 'unusual';
    if (this.isNew(promptAt)) this.isOfPrompt = this.flat.is(promptAt, this.prompt);
    if (!this.isOfPrompt) return 'of another';
    const isNewVersion = this.isNew(versionAt);
    if (this.isNew(armAt) || isNewVersion) this.hasArm = this.readArm();
    if (!this.hasArm || !this.readTime(bytes) || !this.readUnit(bytes)) return 'unusual';
    for (let index = 0; index < this.asked.length; index++) {
      const asked = this.asked[index];
      if (asked && this.isNew(othersAt + index)) this.readAsked(bytes, othersAt + index, asked);
    }
    return 'read';
  }

  /** Whether the value of a field may be another one than when this was asked the last time. */
  private isNew(field: number): boolean {
    const { changed } = this.flat;
    if (changed[field] === 0) return false;
    changed[field] = 0;
    return true;
  }

  private readArm(): boolean {
    const found = this.arms.find(({ name }) => this.flat.is(armAt, name));
    if (!found || !this.flat.is(versionAt, found.version)) return false;
    this.arm = found.arm;
    return true;
  }

  /** Only the way that nearly all times are written. */
  private readTime(bytes: Uint8Array): boolean {
    const { start, from, to } = this.flat;
    const first = start + (from[timeAt] ?? 0);
    if (start + (to[timeAt] ?? 0) - first !== 24) return false;
    if (!this.flat.begins(timeAt, this.hour) && !this.readHour(bytes, first)) return false;
    if (bytes[first + 16] !== colon || bytes[first + 19] !== point || bytes[first + 23] !== 0x5a) return false;
    const minute = twoDigits(bytes, first + 14);
    const second = twoDigits(bytes, first + 17);
    const hundredth = twoDigits(bytes, first + 20);
    const thousandth = digit(bytes, first + 22);
    if (minute > 59 || second > 59 || hundredth > 99 || thousandth > 9) return false;
    this.time = this.hourBegan + minute * 60_000 + second * 1000 + hundredth * 10 + thousandth;
    return true;
  }

  private readHour(bytes: Uint8Array, from: number): boolean {
    if (this.flat.kinds[timeAt] !== text || bytes[from + 4] !== minus || bytes[from + 7] !== minus) return false;
    if (bytes[from + 10] !== 0x54 || bytes[from + 13] !== colon) return false;
    const century = twoDigits(bytes, from);
    const year = twoDigits(bytes, from + 2);
    const month = twoDigits(bytes, from + 5);
    const day = twoDigits(bytes, from + 8);
    const hour = twoDigits(bytes, from + 11);
    if (century < 19 || century > 99 || year > 99 || century * 100 + year < 1970) return false;
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23) return false;
    for (let at = 0; at < hourLength; at++) this.hour.setUint8(at, bytes[from + at] ?? 0);
    this.hourBegan = ((daysBefore(century * 100 + year, month) + day - 1) * 24 + hour) * 3_600_000;
    return true;
  }

  private readUnit(bytes: Uint8Array): boolean {
    const { start, kinds, from, to } = this.flat;
    const first = start + (from[unitAt] ?? 0);
    const end = start + (to[unitAt] ?? 0);
    if (kinds[unitAt] !== text || end === first) return false;
    this.unit = unitNumber(bytes, first, end);
    return true;
  }

  private readAsked(bytes: Buffer, field: number, { name, metrics, isSegment }: Asked): void {
    const kind = this.flat.kinds[field];
    for (const { at, metric } of metrics) {
      const is = metric.of?.is;
      // Nearly all values are of these kinds; what the others say is left to the metric.
      if (kind === number && is === 'mean') this.values[at] = this.flat.numbers[field] ?? NaN;
      else if ((kind === isTrue || kind === isFalse) && is === 'true') this.values[at] = kind === isTrue ? 1 : 0;
      else this.values[at] = measured(metric, { [name]: this.valueAt(bytes, field) });
    }
    if (!isSegment) return;
    const value = segmentNamed(this.valueAt(bytes, field));
    // A new list: lines that were read before keep theirs.
    this.segments = this.query.segments.map((attribute, at) => (attribute === name ? value : this.segments?.[at]));
  }

  private valueAt(bytes: Buffer, field: number): unknown {
    const { start, kinds, from, to, numbers } = this.flat;
    switch (kinds[field]) {
      case text:
        return bytes.toString('utf8', start + (from[field] ?? 0), start + (to[field] ?? 0));
      case number:
        return numbers[field];
      case isTrue:
        return true;
      case isFalse:
        return false;
      case isNull:
        return null;
      default:
        return undefined;
    }
  }
}

/** What it needs to know of a rollout. */
export type UsualQuery = Pick<EvidenceQuery, 'prompt' | 'baseline' | 'candidate' | 'metrics' | 'segments'>;

/** More than 9 where something else stands there. */
function digit(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) - 0x30) >>> 0;
}

/** More than 99 where something else stands there. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = digit(bytes, at);
  const ones = digit(bytes, at + 1);
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : 100;
}

/** Days from 1970 to the first of a month (Howard Hinnant, chrono-compatible low-level date algorithms). */
function daysBefore(year: number, month: number): number {
  const sinceMarch = month > 2 ? year : year - 1;
  const leaps = Math.floor(sinceMarch / 4) - Math.floor(sinceMarch / 100) + Math.floor(sinceMarch / 400);
  return sinceMarch * 365 + leaps + Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) - 719_468;
}
