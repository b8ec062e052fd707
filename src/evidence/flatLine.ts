const lineFeed = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const open = 0x7b;
const close = 0x7d;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;

/** What the value of a field is. */
export const nothing = 0;
export const text = 1;
export const number = 2;
export const isTrue = 3;
export const isFalse = 4;
export const isNull = 5;
const wordTrue = Buffer.from('true');
const wordFalse = Buffer.from('false');
const wordNull = Buffer.from('null');

/** Numbers of so many digits are exact, and so is what is left when they are divided by a power of ten. */
const exactDigits = 15;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, exponent) => 10 ** exponent);

/** A line that has more keys is left to others. */
const mostKeys = 256;

/**
 * Finds fields in lines that are flat JSON objects. Most lines have the keys of the line before, in its order, and many of
 * its values: so each is held against the one before it, several bytes at a time, and only what differs is looked at.
 */
export class FlatLine {
  /** Where the last line begins in its bytes; all other places are counted from there. */
  start = 0;
  /** By field, as all that follows: what its value is. */
  readonly kinds: Uint8Array;
  /** Where the text of a field begins, and where it ends. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The number of a field that is one. */
  readonly numbers: Float64Array;
  /** 1 where the value may be another one than it was when whoever uses it set this to 0. */
  readonly changed: Uint8Array;

  private readonly indexes: ReadonlyMap<string, number>;
  private bytes: Buffer = Buffer.alloc(0);
  /** The same bytes, to take several at once. */
  private view = viewOf(this.bytes);
  /** Where the last line ends; -1 where it is none that is read here. */
  private end = -1;
  /** The keys of the last line: where the value of each begins and ends, and which field it is. */
  private keyCount = 0;
  private readonly valueFrom = new Int32Array(mostKeys);
  private readonly valueTo = new Int32Array(mostKeys);
  private readonly fieldOf = new Int16Array(mostKeys);

  /** @param names of the fields, each once */
  constructor(names: readonly string[]) {
    this.indexes = new Map(names.map((name, index) => [name, index]));
    this.kinds = new Uint8Array(names.length);
    this.from = new Int32Array(names.length);
    this.to = new Int32Array(names.length);
    this.numbers = new Float64Array(names.length);
    this.changed = new Uint8Array(names.length);
  }

  /** Whether the text of a field begins with these bytes. */
  begins(field: number, expected: DataView): boolean {
    const from = this.from[field] ?? 0;
    const length = expected.byteLength;
    if (this.kinds[field] !== text || (this.to[field] ?? 0) - from < length) return false;
    return commonLength(this.view, this.start + from, expected, 0, length) === length;
  }

  /** Whether the text of a field is just these bytes. */
  is(field: number, expected: DataView): boolean {
    return (this.to[field] ?? 0) - (this.from[field] ?? 0) === expected.byteLength && this.begins(field, expected);
  }

  /**
   * Scans the line that begins at `start`.
   * @returns where it ends in `bytes`: at a line feed, or the end of them; -1 for anything but a flat object without escapes, and
   * for numbers that are not surely exact
   */
  scan(bytes: Buffer, start: number): number {
    const before = this.view;
    const beforeStart = this.start;
    const beforeEnd = this.end;
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.view = viewOf(bytes);
    }
    this.start = start;
    this.end = beforeEnd >= 0 ? this.follow(before, beforeStart, beforeEnd - beforeStart) : -1;
    if (this.end < 0) this.end = this.scanAnew();
    return this.end;
  }

  /** @returns where the line ends, which has the keys of the one before; else -1 */
  private follow(before: DataView, beforeStart: number, beforeLength: number): number {
    const { view, start, valueFrom, valueTo, fieldOf } = this;
    const length = this.bytes.length - start;
    /** How much further the same thing stands than in the line before. */
    let shift = 0;
    /** Up to here the lines are the same since the last value that was not. */
    let same = commonLength(view, start, before, beforeStart, Math.min(length, beforeLength));
    for (let key = 0; key < this.keyCount; key++) {
      const from = (valueFrom[key] ?? 0) + shift;
      const to = (valueTo[key] ?? 0) + shift;
      const field = fieldOf[key] ?? -1;
      // With what follows the value: a longer number might begin like the one before.
      if (to < same) {
        if (shift === 0) continue;
        valueFrom[key] = from;
        valueTo[key] = to;
        if (field < 0) continue;
        this.from[field] = from + 1;
        this.to[field] = to - 1;
        continue;
      }
      if (from > same) return -1;
      // Up to there it is a text like the one before, whose end is still to come.
      const begun = same > from && this.bytes[start + from] === quote ? Math.min(same, to - 1) : from;
      const end = this.scanValue(from, field, begun);
      if (end < 0) return -1;
      valueFrom[key] = from;
      valueTo[key] = end;
      const old = to - shift;
      shift = end - old;
      same =
        end + commonLength(view, start + end, before, beforeStart + old, Math.min(length - end, beforeLength - old));
    }
    return this.endAfter(passSpaces(this.bytes, start + (valueTo[this.keyCount - 1] ?? 0)));
  }

  private scanAnew(): number {
    const { bytes, start } = this;
    this.kinds.fill(nothing);
    this.changed.fill(1);
    this.keyCount = 0;
    let at = passSpaces(bytes, start);
    if (bytes[at] !== open) return -1;
    at = passSpaces(bytes, at + 1);
    while (this.keyCount < mostKeys) {
      if (bytes[at] !== quote) return -1;
      const to = endOfText(bytes, at + 1);
      if (to < 0) return -1;
      const field = this.indexes.get(bytes.toString('utf8', at + 1, to)) ?? -1;
      // Of several values under one name the last one counts; who follows such a line would need to know which that is.
      if (field >= 0 && this.kinds[field] !== nothing) return -1;
      at = passSpaces(bytes, to + 1);
      if (bytes[at] !== colon) return -1;
      const from = passSpaces(bytes, at + 1) - start;
      const valueEnd = this.scanValue(from, field);
      if (valueEnd < 0) return -1;
      const key = this.keyCount++;
      this.valueFrom[key] = from;
      this.valueTo[key] = valueEnd;
      this.fieldOf[key] = field;
      at = passSpaces(bytes, start + valueEnd);
      if (bytes[at] !== comma) return this.endAfter(at);
      at = passSpaces(bytes, at + 1);
    }
    return -1;
  }

  /** @returns where the line ends whose object is closed at `at`; -1 where it is not, or something follows */
  private endAfter(at: number): number {
    const { bytes } = this;
    if (bytes[at] !== close) return -1;
    const end = passSpaces(bytes, at + 1);
    return end === bytes.length || bytes[end] === lineFeed ? end : -1;
  }

  /**
   * @param begun up to there it is known to be text, where it is one
   * @returns where the value ends; -1 where it is none that is read here
   */
  private scanValue(from: number, field: number, begun = from): number {
    const { bytes, start } = this;
    if (field >= 0) this.changed[field] = 1;
    const first = bytes[start + from] ?? 0;
    if (first === quote) {
      const to = endOfText(bytes, start + Math.max(begun, from + 1)) - start;
      if (to < 0) return -1;
      if (field >= 0) {
        this.kinds[field] = text;
        this.from[field] = from + 1;
        this.to[field] = to;
      }
      return to + 1;
    }
    if (first === minus || isDigit(first)) return this.scanNumber(from, field);
    const kind = first === 0x74 ? isTrue : first === 0x66 ? isFalse : isNull;
    const word = kind === isTrue ? wordTrue : kind === isFalse ? wordFalse : wordNull;
    for (let at = 0; at < word.length; at++) if (bytes[start + from + at] !== word[at]) return -1;
    if (field >= 0) this.kinds[field] = kind;
    return from + word.length;
  }

  private scanNumber(from: number, field: number): number {
    const { bytes, start } = this;
    const isNegative = bytes[start + from] === minus;
    const first = start + from + (isNegative ? 1 : 0);
    let at = first;
    let whole = 0;
    let decimals = 0;
    for (; isDigit(bytes[at] ?? 0); at++) whole = whole * 10 + (bytes[at] ?? 0) - zero;
    let count = at - first;
    if (count === 0 || (count > 1 && bytes[first] === zero)) return -1;
    if (bytes[at] === point) {
      const after = ++at;
      for (; isDigit(bytes[at] ?? 0); at++) whole = whole * 10 + (bytes[at] ?? 0) - zero;
      decimals = at - after;
      if (decimals === 0) return -1;
      count += decimals;
    }
    // `1e3`, and numbers that have more digits than can be divided exactly.
    if (((bytes[at] ?? 0) | 0x20) === 0x65 || count > exactDigits) return -1;
    if (field >= 0) {
      const value = whole / (powersOfTen[decimals] ?? NaN);
      this.kinds[field] = number;
      this.numbers[field] = isNegative ? -value : value;
    }
    return at - start;
  }
}

/** The same bytes, to take several at once. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** How many of `length` bytes are the same in two places. */
function commonLength(a: DataView, aFrom: number, b: DataView, bFrom: number, length: number): number {
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const differ = a.getInt32(aFrom + at, true) ^ b.getInt32(bFrom + at, true);
    if (differ !== 0) return at + ((31 - Math.clz32(differ & -differ)) >> 3);
  }
  for (; at < length; at++) if (a.getUint8(aFrom + at) !== b.getUint8(bFrom + at)) return at;
  return length;
}

/** Where a text ends, at its quote; -1 where there is an escape, a byte that must be escaped, or no quote. */
function endOfText(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) return at;
    if (byte === backslash || byte < 0x20) return -1;
  }
  return -1;
}

function passSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0d) at++;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= 0x39;
}
