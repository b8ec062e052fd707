import { isObject } from '../prompts/json.js';

/** Reads one value of what was kept. Throws where it is of another kind: then nothing of it can be trusted. */
export type Read<T> = (value: unknown) => T;

export const aNumber: Read<number> = (value) => (typeof value === 'number' ? value : refuse('a number'));
export const aText: Read<string> = (value) => (typeof value === 'string' ? value : refuse('a text'));
export const aFlag: Read<boolean> = (value) => (typeof value === 'boolean' ? value : refuse('true or false'));

/** JSON has no number for "none": where `none` was meant, it has null. */
export function orNull(none: number): Read<number> {
  return (value) => (value === null ? none : aNumber(value));
}

export function optional<T>(read: Read<T>): Read<T | undefined> {
  return (value) => (value === undefined || value === null ? undefined : read(value));
}

export function listOf<T>(read: Read<T>): Read<T[]> {
  return (value) => (Array.isArray(value) ? value.map((item: unknown) => read(item)) : refuse('a list'));
}

export function pairOf<A, B>(first: Read<A>, second: Read<B>): Read<readonly [A, B]> {
  return (value) =>
    Array.isArray(value) && value.length === 2 ? [first(value[0]), second(value[1])] : refuse('two values');
}

export function tripleOf<A, B, C>(first: Read<A>, second: Read<B>, third: Read<C>): Read<readonly [A, B, C]> {
  return (value) =>
    Array.isArray(value) && value.length === 3
      ? [first(value[0]), second(value[1]), third(value[2])]
      : refuse('three values');
}

/** The members of an object. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : refuse('an object');
}

/** Bytes, kept as base64. */
export const someBytes: Read<Buffer> = (value) => Buffer.from(aText(value), 'base64');

function refuse(what: string): never {
  throw new Error(`not ${what}`);
}
