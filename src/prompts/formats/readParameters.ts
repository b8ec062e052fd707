import { canonicalParameter, parameterType, type ParameterType } from '../canonicalParameters.js';
import { isObject, type JsonValue } from '../json.js';
import { parameterWords } from '../parameterWords.js';
import type { Parameter } from '../promptDocument.js';
import type { YamlPath, YamlSource } from '../yamlSource.js';
import { jsonOf } from './jsonOf.js';
import type { Report } from './report.js';

/**
 * Model parameters of a mapping, under their canonical names.
 * @param path where the mapping stands
 * @param value the mapping; nothing gives no parameters, anything else is reported
 * @param picked only these keys, where given
 */
export function readParameters(
  yaml: YamlSource,
  path: YamlPath,
  value: unknown,
  report: Report,
  picked: (key: string) => boolean = () => true,
): Parameter[] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) {
    const message = `\`${path.join('.')}\` must be a mapping of parameters, such as \`temperature: 0.2\`.`;
    report({ severity: 'error', code: 'parameters-shape', message, range: yaml.valueRange(path) });
    return [];
  }
  const parameters = Object.entries(value)
    .filter(([key]) => picked(key))
    .map(([key, raw]) => {
      const name = canonicalParameter(key);
      const parameter = { name, value: jsonOf(raw), range: yaml.valueRange([...path, key]) };
      checkType(key, parameter, report);
      return parameter;
    });
  reportTwice(parameters, report);
  return parameters;
}

function checkType(key: string, { name, value, range }: Parameter, report: Report): void {
  const type = parameterType(name);
  if (!type || value === null || fits(type, value)) return;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  const message = `\`${key}\` must be ${parameterWords(type)}.`;
  report({
    severity: 'error',
    code: 'parameter-type',
    message,
    range,
    ...(fits(type, number) && { replacement: String(number) }),
  });
}

function fits(type: ParameterType, value: JsonValue): boolean {
  switch (type.is) {
    case 'number':
    case 'integer':
      return (
        typeof value === 'number' &&
        value >= type.min &&
        value <= type.max &&
        (type.is === 'number' || Number.isInteger(value))
      );
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'texts':
      return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
  }
}

function reportTwice(parameters: readonly Parameter[], report: Report): void {
  const seen = new Set<string>();
  for (const { name, range } of parameters) {
    if (seen.has(name)) {
      const message = `The parameter \`${name}\` is given twice, in two spellings. Keep one.`;
      report({ severity: 'warning', code: 'parameter-twice', message, range });
    }
    seen.add(name);
  }
}
