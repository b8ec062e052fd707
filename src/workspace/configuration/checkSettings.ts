import type { Findings } from '../../prompts/findings.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import type { Raw } from './rawValues.js';

/** Which settings each type of something has, and how one of that type is called: "a `openai` provider". */
export interface Typed<Type extends string> {
  readonly settingsOf: Readonly<Record<Type, readonly string[]>>;
  readonly called: (type: Type) => string;
}

/**
 * Says which settings are of another type, and whether the one that this type cannot do without is missing: the schema
 * knows the settings of all types together.
 */
export function checkSettings<Type extends string>(
  { settingsOf, called }: Typed<Type>,
  type: Type,
  needed: string | undefined,
  raw: Raw,
  path: YamlPath,
  findings: Findings,
): void {
  const own = settingsOf[type];
  const others = Object.values<readonly string[]>(settingsOf).flat();
  for (const key of Object.keys(raw).filter((name) => others.includes(name) && !own.includes(name))) {
    const has = own.length === 0 ? 'It has none' : `It has ${own.map((name) => `\`${name}\``).join(', ')}`;
    findings.error('unknown-key', { key: [...path, key] }, `\`${key}\` is no setting of ${called(type)}. ${has}.`);
  }
  if (needed !== undefined && raw[needed] === undefined) {
    const words = called(type);
    const message = `${words.slice(0, 1).toUpperCase()}${words.slice(1)} needs \`${needed}\`.`;
    findings.error('missing-key', { inside: path }, message);
  }
}
