import { isObject, type JsonValue } from '../../prompts/json.js';

/** Bounds of a count, both included. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** `{ min, max }`, one of which may be missing; undefined where it is anything else, or no number fits. */
export function rangeOf(value: JsonValue | undefined): NumberRange | undefined {
  if (!isObject(value) || (value['min'] === undefined && value['max'] === undefined)) return undefined;
  const { min = -Infinity, max = Infinity } = value;
  return typeof min === 'number' && typeof max === 'number' && min <= max ? { min, max } : undefined;
}

/** Says where a count lies: `The output has 12 words, over 10.` */
export function rangeWords(count: number, { min, max }: NumberRange): string {
  if (count < min) return `under ${min}`;
  if (count > max) return `over ${max}`;
  if (min === max) return 'as many as wanted';
  return min === -Infinity ? `at most ${max}` : max === Infinity ? `at least ${min}` : `between ${min} and ${max}`;
}
