import { HumanError } from '../prompts/humanError.js';
import type { Call, Option } from './command.js';

/** `--limit`, for commands that list much. */
export function limitOption(preset: number, what: string): Option {
  return { value: 'N', summary: `how many ${what} at most; ${preset} where absent` };
}

/** @throws HumanError where it is no whole number over 0 */
export function limitOf({ options }: Call, preset: number): number {
  const text = options.text('limit');
  if (text === undefined) return preset;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new HumanError('input', `--limit is a whole number over 0, not "${text}".`);
}
