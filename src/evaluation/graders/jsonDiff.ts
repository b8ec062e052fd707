import { distance } from 'fastest-levenshtein';
import { canonicalJson, isObject } from '../../prompts/json.js';
import { scored, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { likeNumber } from './numericDiff.js';
import { outputText } from './outputText.js';
import { parsedJson } from './parsedJson.js';

/** autoevals' JSONDiff, which promptfoo does not have. */
export const jsonDiff: Grader = {
  name: 'json-diff',
  origin: 'ours',
  summary:
    'The output is JSON like this: the mean likeness of its members, texts by their edits, numbers as in numeric-diff.',
  value: 'any; `threshold`, 1 unless said: the same JSON',
  grade: ({ output }, { value, threshold = 1 }): Finding => {
    if (value === undefined) return { mistake: 'It needs a `value`.' };
    const json = parsedJson(outputText(output));
    if (!json) return { holds: false, score: 0, reason: 'The output is not JSON.' };
    return scored('The likeness is', likeness(json.value, value), threshold);
  },
};

/** 0–1. What is missing on one side is like nothing but null. */
function likeness(one: unknown, other: unknown): number {
  if (isObject(one) && isObject(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return mean(keys.map((key) => likeness(own(one, key), own(other, key))));
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    const length = Math.max(one.length, other.length);
    return mean(
      Array.from({ length }, (_, at) => (at < one.length && at < other.length ? likeness(one[at], other[at]) : 0)),
    );
  }
  if (typeof one === 'string' && typeof other === 'string') return likeText(one, other);
  if (typeof one === 'number' && typeof other === 'number') return likeNumber(one, other);
  if (isNothing(one) || isNothing(other)) return isNothing(one) && isNothing(other) ? 1 : 0;
  return likeText(canonicalJson(one), canonicalJson(other));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function likeText(one: string, other: string): number {
  const longest = Math.max(one.length, other.length);
  return longest === 0 ? 1 : 1 - distance(one, other) / longest;
}

/** 1 for no numbers at all: two empty lists are the same. */
function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 1 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
