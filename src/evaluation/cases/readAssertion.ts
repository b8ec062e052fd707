import { jsonObjectOf, jsonOf } from '../../prompts/formats/jsonOf.js';
import { isObject } from '../../prompts/json.js';
import { listOf } from '../../prompts/jsonSchema.js';
import type { TextRange } from '../../prompts/textRange.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import type { Assertion } from '../graders/assertion.js';
import { parseShorthand } from './assertionShorthand.js';

const told = ['type', 'value', 'threshold', 'weight', 'metric', 'assert'];

/**
 * Reads the checks of a list; what is no check is left out.
 * @param path where the list stands
 * @param rangeOf where something stands in the file
 */
export function readAssertions(
  list: unknown,
  path: YamlPath,
  rangeOf: (path: YamlPath) => TextRange,
): readonly Assertion[] {
  return listOf(list).flatMap((item, index) => readAssertion(item, [...path, index], rangeOf) ?? []);
}

export function readAssertion(
  item: unknown,
  path: YamlPath,
  rangeOf: (path: YamlPath) => TextRange,
): Assertion | undefined {
  const range = rangeOf(path);
  if (typeof item === 'string') return { ...parseShorthand(item), weight: 1, options: {}, range };
  if (!isObject(item) || typeof item['type'] !== 'string') return undefined;
  const { type, value, threshold, weight, metric, assert } = item;
  return {
    type,
    ...(value !== undefined && { value: jsonOf(value) }),
    ...(typeof threshold === 'number' && { threshold }),
    weight: typeof weight === 'number' && weight >= 0 ? weight : 1,
    ...(typeof metric === 'string' && { metric }),
    ...(assert !== undefined && { asserts: readAssertions(assert, [...path, 'assert'], rangeOf) }),
    options: jsonObjectOf(item, told),
    range,
  };
}
