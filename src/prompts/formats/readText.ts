import type { Ranged } from '../textRange.js';
import type { YamlPath, YamlSource } from '../yamlSource.js';
import type { Report } from './report.js';

/**
 * A value that must be text; a number or boolean is taken as written.
 * @returns undefined where there is nothing, or (reported) something else
 */
export function readText(yaml: YamlSource, path: YamlPath, value: unknown, report: Report): Ranged<string> | undefined {
  if (value === undefined || value === null) return undefined;
  const range = yaml.textRange(path);
  if (typeof value === 'string') return { value, range };
  if (typeof value === 'number' || typeof value === 'boolean') return { value: String(value), range };
  report({
    severity: 'error',
    code: 'not-text',
    message: `\`${path.join('.')}\` must be text. Write it as one value, in quotes or after \`|\`.`,
    range: yaml.valueRange(path),
  });
  return undefined;
}
