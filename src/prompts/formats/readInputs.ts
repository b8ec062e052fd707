import { isObject, type JsonValue } from '../json.js';
import type { TextRange } from '../textRange.js';
import type { YamlPath, YamlSource } from '../yamlSource.js';
import { entryOf, jsonOf } from './jsonOf.js';
import type { Report } from './report.js';

/** An input as a file declares it. */
export interface DeclaredInput {
  readonly name: string;
  readonly type?: string;
  readonly required: boolean;
  readonly default?: JsonValue;
  /** Where its name stands. */
  readonly range: TextRange;
}

/**
 * Declared inputs: a list of names or of mappings with a `name`, or a mapping from name to default or mapping.
 * @param path where the declarations stand
 * @returns undefined where there are none, so that nothing counts as undeclared
 */
export function readInputs(
  yaml: YamlSource,
  path: YamlPath,
  value: unknown,
  report: Report,
): readonly DeclaredInput[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (isObject(value))
    return Object.entries(value).map(([name, inner]) => declared(name, inner, yaml.keyRange([...path, name])));
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      const place = [...path, index];
      const name = entryOf(item, 'name');
      if (typeof item === 'string') return [declared(item, {}, yaml.textRange(place))];
      if (typeof name === 'string') return [declared(name, item, yaml.textRange([...place, 'name']))];
      const message = 'An input needs a `name`, as text.';
      report({ severity: 'error', code: 'input-name', message, range: yaml.valueRange(place) });
      return [];
    });
  }
  const message = `\`${path.join('.')}\` must be a list of inputs, such as \`- name: question\`.`;
  report({ severity: 'error', code: 'inputs-shape', message, range: yaml.valueRange(path) });
  return undefined;
}

function declared(name: string, value: unknown, range: TextRange): DeclaredInput {
  const isMapping = isObject(value);
  const type = entryOf(value, 'kind') ?? entryOf(value, 'type');
  const given = isMapping ? entryOf(value, 'default') : (value ?? undefined);
  const required = entryOf(value, 'required') ?? entryOf(value, 'is_required');
  return {
    name,
    required: typeof required === 'boolean' ? required : given === undefined,
    range,
    ...(typeof type === 'string' && { type }),
    ...(given !== undefined && { default: jsonOf(given) }),
  };
}
