import type { Findings } from '../../prompts/findings.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import type { Reading, Written } from './units.js';

/**
 * Reads a value that has a unit.
 * @param raw undefined where the key is absent
 * @returns undefined where it is absent, has a wrong type (the schema check says so), or cannot be read (reported)
 */
export function readUnit<T>(
  raw: unknown,
  path: YamlPath,
  findings: Findings,
  read: (written: Written) => Reading<T>,
): T | undefined {
  if (typeof raw !== 'string' && !(typeof raw === 'number' && Number.isFinite(raw))) return undefined;
  const reading = read(raw);
  if ('value' in reading) return reading.value;
  const message = `\`${path.at(-1) ?? ''}\` ${reading.problem}${reading.problem.endsWith('?') ? '' : '.'}`;
  findings.error('unit', { value: path }, message, reading.replacement);
  return undefined;
}

/** A text that says something; undefined for anything else. */
export function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw !== '' ? raw : undefined;
}

/** The word among the known ones; the first of them where it is none of them (the schema check says so) or absent. */
export function wordOf<T extends string>(raw: unknown, words: readonly [T, ...T[]]): T {
  return words.find((word) => word === raw) ?? words[0];
}
