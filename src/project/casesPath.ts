import { posix } from 'node:path';
import { includePath } from '../prompts/includes.js';
import { parseStrategy } from '../rollout/strategy/parseStrategy.js';
import type { StrategyFile } from './strategies.js';

/** The file of cases that a strategy names, from the root; undefined where it names none, or one outside. */
export function casesPath({ path, text }: StrategyFile): string | undefined {
  const named = parseStrategy(text).strategy?.offline?.cases;
  return named === undefined ? undefined : includePath(posix.join(posix.dirname(path), named));
}
