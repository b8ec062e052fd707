import { jsonOf } from '../../prompts/formats/jsonOf.js';
import { messageOf } from '../../prompts/humanError.js';
import type { JsonValue } from '../../prompts/json.js';
import type { Variable } from '../../prompts/promptDocument.js';

/** What somebody typed for a variable; what is not of its type is passed as text, with the problem. */
export interface TypedValue {
  readonly value: JsonValue;
  readonly problem?: string;
}

/**
 * Reads what was typed as the type that the variable declares, else as that of its default or of the value before.
 * @param before the value that what was typed takes the place of
 */
export function parseTyped(text: string, variable: Variable, before: JsonValue | undefined): TypedValue {
  const type = (variable.type ?? typeOf(variable.default ?? before)).toLowerCase();
  if (/^(number|int|integer|float|double)$/.test(type)) {
    const number = text.trim() === '' ? NaN : Number(text);
    return Number.isFinite(number) ? { value: number } : { value: text, problem: 'Not a number: passed as text.' };
  }
  if (/^bool(ean)?$/.test(type)) {
    const word = text.trim().toLowerCase();
    if (word === 'true' || word === 'false') return { value: word === 'true' };
    return { value: text, problem: 'Neither true nor false: passed as text.' };
  }
  if (/^(object|array|list|map|dict|json)$/.test(type)) return parseJson(text);
  return { value: text };
}

function typeOf(value: JsonValue | undefined): string {
  return value === undefined || value === null ? 'string' : typeof value;
}

function parseJson(text: string): TypedValue {
  try {
    return { value: jsonOf(JSON.parse(text)) };
  } catch (error) {
    return { value: text, problem: `Not JSON, so passed as text: ${messageOf(error)}.` };
  }
}
