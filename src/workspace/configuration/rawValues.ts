import type { Findings } from '../../prompts/findings.js';
import { isObject } from '../../prompts/json.js';
import { textsOf } from '../../prompts/jsonSchema.js';
import { staysInside } from '../../prompts/relativePath.js';
import type { YamlPath } from '../../prompts/yamlSource.js';

export type Raw = Readonly<Record<string, unknown>>;

/** A list of paths or globs; undefined where there is none. */
export function pathsOf(raw: unknown, path: YamlPath, findings: Findings): readonly string[] | undefined {
  const paths = textsOf(raw);
  paths.forEach((item, index) => checkInside(item, [...path, index], findings));
  return paths.length === 0 ? undefined : paths;
}

/** Says where a path leads out of the repository. */
export function checkInside(file: string, path: YamlPath, findings: Findings): void {
  if (staysInside(file)) return;
  const message = 'This must be inside the repository: a path from its root, written with forward slashes.';
  findings.error('outside-repository', { value: path }, message);
}

/** A mapping; an empty one for anything else, of which the schema check speaks. */
export function mapping(raw: unknown): Raw {
  return isObject(raw) ? raw : {};
}
