import type { JsonValue } from '../../prompts/json.js';
import { shorten } from '../../prompts/shorten.js';

/** What a grader answers, without regard to `not-`, `weight`, and what else is the caller's business. */
export type Finding =
  | {
      readonly holds: boolean;
      /** 0–1. */
      readonly score: number;
      /** What is so, in a sentence that stays true where `not-` turns the verdict around. */
      readonly reason: string;
    }
  /** Why this cannot be checked here, or of this output. */
  | { readonly unsupported: string }
  /** What is wrong with the assertion: it fails whatever the output, with and without `not-`. */
  | { readonly mistake: string };

/** A check that holds or not, with nothing in between. */
export function found(holds: boolean, reason: string): Finding {
  return { holds, score: holds ? 1 : 0, reason };
}

/** A check that gives a score, and holds from a threshold on. */
export function scored(what: string, score: number, threshold: number): Finding {
  const holds = score >= threshold;
  return { holds, score, reason: `${what} ${figure(score)}, ${holds ? 'at least' : 'under'} ${figure(threshold)}.` };
}

/** A number for people: at most four places after the point. */
export function figure(number: number): string {
  return String(Number(number.toFixed(4)));
}

/** A value as it can stand in a sentence. */
export function shown(value: JsonValue): string {
  return shorten(JSON.stringify(value), 80);
}
