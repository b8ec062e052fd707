import type { JsonObject, JsonValue } from '../../prompts/json.js';
import { renderJinja } from '../../prompts/rendering/engines/jinja.js';
import type { Assertion } from './assertion.js';

/**
 * Fills in the templates of an assertion where promptfoo does: a value that is a text, the texts of a value that is a list, and
 * the name of its metric. Filters are those of our hardened Jinja; there is no `env`.
 * @throws TemplateError where a template is broken
 */
export function fillAssertion(assertion: Assertion, vars: JsonObject): Assertion {
  if (!hasTemplate(assertion)) return assertion;
  const { value, metric } = assertion;
  const fill = (one: JsonValue): JsonValue => (typeof one === 'string' ? renderJinja(one, vars, {}) : one);
  return {
    ...assertion,
    ...(value !== undefined && { value: isList(value) ? value.map(fill) : fill(value) }),
    ...(metric !== undefined && { metric: renderJinja(metric, vars, {}) }),
  };
}

/** Whether what it says depends on the variables of its case. */
export function hasTemplate({ value, metric }: Assertion): boolean {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return [...texts, metric].some((text) => typeof text === 'string' && /\{[{%#]/.test(text));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
