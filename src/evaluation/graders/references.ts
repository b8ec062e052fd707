import type { JsonValue } from '../../prompts/json.js';
import { textsOf } from '../../prompts/jsonSchema.js';

/** The texts to compare with: one, or several; undefined where there is none, or something else. */
export function references(value: JsonValue | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  const texts = textsOf(value);
  return Array.isArray(value) && texts.length === value.length && texts.length > 0 ? texts : undefined;
}
