import { isJsonObject, type JsonObject, type JsonValue } from '../../prompts/json.js';
import { flowYaml, yamlText } from '../../prompts/schemaWords.js';
import type { Assertion } from '../graders/assertion.js';
import type { Case } from './case.js';

/** A case as somebody adds it. */
export type NewCase = Pick<Case, 'id' | 'vars'> &
  Partial<Pick<Case, 'description' | 'tags' | 'critical' | 'weight' | 'threshold' | 'expected'>> & {
    readonly asserts?: readonly Omit<Assertion, 'range'>[];
  };

/** The keys of a case in the order in which they are written, as plain values; what goes without saying is left out. */
export function writtenCase(added: NewCase): JsonObject {
  const { id, description, tags = [], critical = false, weight = 1, vars, asserts = [], threshold, expected } = added;
  return {
    id,
    ...(description !== undefined && { description }),
    ...(tags.length > 0 && { tags }),
    ...(critical && { critical }),
    ...(weight !== 1 && { weight }),
    vars,
    ...(asserts.length > 0 && { assert: asserts.map(writtenAssertion) }),
    ...(threshold !== undefined && { threshold }),
    ...(expected !== undefined && { expected }),
  };
}

function writtenAssertion({
  type,
  value,
  threshold,
  weight,
  metric,
  asserts,
  options,
}: Omit<Assertion, 'range'>): JsonValue {
  return {
    type,
    ...(value !== undefined && { value }),
    ...(threshold !== undefined && { threshold }),
    ...(weight !== 1 && { weight }),
    ...(metric !== undefined && { metric }),
    ...(asserts && { assert: asserts.map(writtenAssertion) }),
    ...options,
  };
}

/**
 * A mapping as lines of YAML: a line per key, variables on lines of their own, texts of several lines as blocks.
 * @param indent before each line
 * @param eol how lines end; there is none behind the last
 */
export function blockYaml(mapping: JsonObject, indent: string, eol: string): string {
  const lines = Object.entries(mapping).map(([key, value]) =>
    key === 'vars' && isJsonObject(value) && Object.keys(value).length > 0
      ? `${indent}vars:${eol}${blockYaml(value, `${indent}  `, eol)}`
      : `${indent}${keyed(key, value, indent, eol)}`,
  );
  return lines.join(eol);
}

function keyed(key: string, value: JsonValue, indent: string, eol: string): string {
  const text = typeof value === 'string' ? scalarYaml(value, `${indent}  `, eol) : flowYaml(value);
  return `${yamlText(key)}: ${text}`;
}

/**
 * A text as a YAML scalar: a block where it has several lines that a block can hold.
 * @param indent of the block's lines
 */
export function scalarYaml(text: string, indent: string, eol: string): string {
  // Neither what a block would not keep, nor what would not be seen in it.
  const isBlock = /^\S.*\n[^]*\S\n?$/.test(text) && !/[^\P{C}\n\t]|[\u2028\u2029]/u.test(text);
  if (!isBlock) return yamlText(text);
  const lines = text.replace(/\n$/, '').split('\n');
  const block = lines.map((line) => (line === '' ? '' : `${indent}${line}`)).join(eol);
  return `|${text.endsWith('\n') ? '' : '-'}${eol}${block}`;
}
