import { shorten } from '../../prompts/shorten.js';
import type { Margin } from './strategy.js';

/** A value with a unit, read; or what is wrong with it, to be put after its key, and the text that would mend it. */
export type Reading<T> = { readonly value: T } | { readonly problem: string; readonly replacement?: string };

/** What YAML makes of a value with a unit. */
export type Written = string | number;

/** Which way a number moves when things get better. */
export type Direction = 'up' | 'down';

/** Milliseconds in each unit of time. */
const timeUnits: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const longest = 365 * 86_400_000;

interface Quantity {
  readonly sign: '' | '+' | '-';
  /** Without the sign, as written. */
  readonly digits: string;
  /** `''`, `%`, `pp`, or a key of `timeUnits`. */
  readonly unit: string;
}

/**
 * A share of the traffic such as `5%`, in 1/100,000. Nothing is rounded: what is finer than 0.001% is refused.
 */
export function readShare(written: Written): Reading<number> {
  const percent = readPercentage(written, 'a share of the traffic', '5%');
  if ('problem' in percent) return percent;
  const { digits } = percent.value;
  if (Number(digits) === 0) return { problem: 'is zero, but a stage needs some traffic: write 0.001% or more' };
  if (/\.\d{3}\d*[1-9]/.test(digits)) {
    return { problem: 'is finer than 0.001%, the smallest step there is, and nothing is rounded' };
  }
  return { value: Math.round(Number(digits) * 1000) };
}

/** A percentage from 0% to 100%, as 0–1. */
export function readPercent(written: Written, what: string, example: string): Reading<number> {
  const percent = readPercentage(written, what, example);
  return 'problem' in percent ? percent : { value: hundredth(percent.value.digits) };
}

function readPercentage(written: Written, what: string, example: string): Reading<Quantity> {
  const quantity = quantityOf(written);
  if (!quantity) return { problem: `is ${what} such as ${example}, not \`${shorten(String(written))}\`` };
  const { sign, digits, unit } = quantity;
  if (sign === '-') return { problem: `is ${what} and cannot be negative` };
  if (sign === '+') return { problem: `is ${what} and takes no sign: write ${digits}%`, replacement: `${digits}%` };
  if (unit === 'pp') return { problem: `is ${what} and takes %, not pp: write ${digits}%`, replacement: `${digits}%` };
  if (unit === '') return withoutPercent(Number(digits), what);
  if (unit !== '%') return { problem: `is ${what} such as ${example}, not a time` };
  if (Number(digits) > 100) return { problem: 'is over 100%' };
  return { value: quantity };
}

/** `0.05` is most likely 5%, and `5` as well; `1` can be both. */
function withoutPercent(value: number, what: string): Reading<never> {
  if (value === 1) return { problem: `is ${what} and needs a percent sign: 1% or 100%?` };
  const replacement = `${value < 1 ? plain(value * 100) : plain(value)}%`;
  return { problem: `is ${what} and needs a percent sign: write ${replacement}`, replacement };
}

/** A duration such as `30s`, `15m`, `2h` or `7d`, in milliseconds; at most 365 days. */
export function readDuration(written: Written): Reading<number> {
  const quantity = quantityOf(written);
  if (!quantity)
    return {
      problem: `is a time such as 30s, 15m, 2h or 7d, not \`${shorten(String(written))}\``,
      ...inLetters(written),
    };
  const { sign, digits, unit } = quantity;
  if (sign !== '') return { problem: 'is a time and takes no sign' };
  const size = timeUnits[unit];
  if (unit === '') return { problem: `needs a unit of time: ${digits}s, ${digits}m, ${digits}h or ${digits}d?` };
  if (size === undefined) return { problem: 'is a time such as 30s, 15m, 2h or 7d, not a percentage' };
  if (unit === 'ms') {
    const replacement = `${plain(Number(digits) / 1000)}s`;
    return { problem: `is written in seconds: ${replacement}`, replacement };
  }
  const milliseconds = Number((Number(digits) * size).toPrecision(15));
  if (milliseconds > longest) return { problem: 'is longer than 365d' };
  if (!Number.isInteger(milliseconds)) return { problem: 'is finer than a millisecond, and nothing is rounded' };
  return { value: milliseconds };
}

/** `2 hours` → `2h`. */
function inLetters(written: Written): { replacement?: string } {
  const [, digits, letter] = /^(\d+(?:\.\d+)?) ?(s|m(?!o)|h|d)[a-z]+$/i.exec(String(written).trim()) ?? [];
  return digits && letter ? { replacement: `${digits}${letter.toLowerCase()}` } : {};
}

/**
 * A threshold on a field: a plain number in the field's own unit, or a time for a field in seconds.
 * @returns the number to compare the field with
 */
export function readThreshold(written: Written, field: string): Reading<number> {
  const quantity = quantityOf(written);
  const size = quantity && timeUnits[quantity.unit];
  if (!quantity || (quantity.unit !== '' && size === undefined)) {
    return { problem: `is a number, or a time such as 5.12s, not \`${shorten(String(written))}\`` };
  }
  if (size === undefined) return { value: signed(quantity) };
  const milliseconds = Number((signed(quantity) * size).toPrecision(15));
  if (/(_|\b)(ms|millis|milliseconds)$|Ms$|Millis$/.test(field)) {
    const replacement = plain(milliseconds);
    const problem = `is a time, but \`${field}\` seems to be in milliseconds: write the plain number ${replacement}`;
    return { problem, replacement };
  }
  return { value: Number((milliseconds / 1000).toPrecision(15)) };
}

/** A plain number in a metric's own unit, such as what a mean is expected to be. */
export function readNumber(written: Written): Reading<number> {
  const quantity = quantityOf(written);
  if (!quantity) return { problem: `of a mean is a plain number, not \`${shorten(String(written))}\`` };
  const { sign, digits, unit } = quantity;
  if (unit === '') return { value: signed(quantity) };
  if (unit === '%' || unit === 'pp') return { problem: `of a mean is a plain number in its own unit, without ${unit}` };
  const replacement = `${sign}${digits}`;
  return { problem: `of a mean is a plain number in its own unit, such as ${replacement}`, replacement };
}

/** How much worse a metric may be: `1pp` or `10%` for a rate, `10%` or a plain number for a mean. Always more than 0. */
export function readMargin(written: Written, is: 'rate' | 'mean'): Reading<Margin> {
  const quantity = quantityOf(written);
  if (quantity?.sign === '-') return { problem: 'is an amount and cannot be negative' };
  if (quantity?.sign === '+') {
    const replacement = `${quantity.digits}${quantity.unit}`;
    return { problem: `is an amount without a sign: write ${replacement}`, replacement };
  }
  return readAmount(written, quantity, is, '');
}

/** How much better a metric should be; a sign, where there is one, must be the direction in which it gets better. */
export function readGoal(written: Written, is: 'rate' | 'mean', better: Direction): Reading<Margin> {
  const quantity = quantityOf(written);
  const right = better === 'up' ? '+' : '-';
  // YAML makes a number of `+0.1` and drops the sign, so only a wrong sign can be told.
  if (quantity && quantity.sign !== '' && quantity.sign !== right) {
    const replacement = `${right}${quantity.digits}${quantity.unit}`;
    return { problem: `points the wrong way, since here ${better} is better: write ${replacement}`, replacement };
  }
  return readAmount(written, quantity, is, right);
}

function readAmount(
  written: Written,
  quantity: Quantity | undefined,
  is: 'rate' | 'mean',
  sign: string,
): Reading<Margin> {
  const forms =
    is === 'rate'
      ? `${sign}1pp (absolute) or ${sign}10% (of the baseline)`
      : `${sign}10% (of the baseline) or a plain number in the metric's own unit`;
  if (!quantity) return { problem: `of a ${is} is ${forms}, not \`${shorten(String(written))}\`` };
  const { digits, unit } = quantity;
  const number = Number(digits);
  if (number === 0) return { problem: 'must be more than 0' };
  if (unit === '%') return { value: { relative: hundredth(digits) } };
  if (is === 'mean') {
    if (unit === '') return { value: { absolute: number } };
    if (unit === 'pp') return { problem: `of a mean is ${forms}; percentage points are for rates` };
    return { problem: `of a mean is ${forms}: write ${digits}`, replacement: digits };
  }
  if (unit === 'pp') return number > 100 ? { problem: 'is over 100pp' } : { value: { absolute: hundredth(digits) } };
  if (unit !== '') return { problem: `of a rate is ${forms}, not a time` };
  const points = plain(number < 1 ? number * 100 : number);
  const problem = `of a rate needs a unit: ${sign}${points}pp (absolute) or ${sign}10% (of the baseline)?`;
  return { problem, replacement: `${sign}${points}pp` };
}

function quantityOf(written: Written): Quantity | undefined {
  if (typeof written === 'number') {
    if (!Number.isFinite(written)) return undefined;
    return { sign: written < 0 ? '-' : '', digits: String(Math.abs(written)), unit: '' };
  }
  const match = /^([+-]?)(\d{1,15}(?:\.\d{1,15})?|\.\d{1,15}) ?(%|pp|ms|[smhd])?$/.exec(written.trim());
  const [, sign, digits, unit = ''] = match ?? [];
  if (digits === undefined || (sign !== '' && sign !== '+' && sign !== '-')) return undefined;
  return { sign, digits, unit };
}

function signed({ sign, digits }: Quantity): number {
  return sign === '-' ? -Number(digits) : Number(digits);
}

/** Digits of a percentage as a share, to the nearest number there is: 7.1 → 0.071. */
function hundredth(digits: string): number {
  return Number(`${digits}e-2`);
}

/** A number as people write it: without the dust of binary fractions. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(12)));
}
