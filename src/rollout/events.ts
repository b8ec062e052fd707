import { isObject } from '../prompts/json.js';
import type { Actor } from '../workspace/actor.js';
import { versionIdPattern } from '../workspace/version.js';

type Check<T> = (value: unknown) => value is T;
type Shape = Readonly<Record<string, Check<unknown>>>;
type Checked<S extends Shape> = { readonly [K in keyof S]: S[K] extends Check<infer T> ? T : never };

const text = (value: unknown): value is string => typeof value === 'string';
const version = (value: unknown): value is string => text(value) && versionIdPattern.test(value);
const count = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const instant = (value: unknown): value is string => text(value) && !Number.isNaN(Date.parse(value));
const texts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(text);
const actor = (value: unknown): value is Actor => isObject(value) && text(value['name']) && text(value['email']);
const oneOf =
  <const T extends string>(...values: readonly T[]): Check<T> =>
  (value): value is T =>
    values.some((allowed) => allowed === value);
const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

/** What a start was decided on: the offline evaluation of its versions, in figures. */
export interface OfflineEvidence {
  /** SHA-256, in hex, of all that it was computed from and of what came out. */
  readonly digest: string;
  readonly cases: number;
  readonly graded: number;
  readonly passed: number;
  readonly regressions: number;
}
const offlineEvidence = (value: unknown): value is OfflineEvidence =>
  isObject(value) &&
  text(value['digest']) &&
  [value['cases'], value['graded'], value['passed'], value['regressions']].every(count);

/** Why a rollout is held, or was rolled back, by rule or by a person. */
export type Cause = 'silence' | 'drift' | 'deadline' | 'mismatch' | 'harm' | 'limit' | 'person';
const cause = oneOf<Cause>('silence', 'drift', 'deadline', 'mismatch', 'harm', 'limit', 'person');

/**
 * What each event carries. Events of the first group change what the backend serves: they are logged as an intent,
 * and count once a `confirm` follows.
 */
const effects = {
  /** A version is released: it is what the backend serves (`served`), or is published at 100 %. */
  adopt: { version, path: text, flag: text, origin: oneOf('served', 'published') },
  start: {
    baseline: version,
    candidate: version,
    /** The candidate's file. */
    path: text,
    flag: text,
    attempt: count,
    strategyPath: text,
    strategy: text,
    reason: optional(text),
    /** Where the strategy asks for an offline evaluation. */
    offline: optional(offlineEvidence),
  },
  /** To the stage with this index; one past the last completes the rollout. */
  advance: { stage: count },
  override: { stage: count, skipped: texts, reason: text },
  rollback: { cause, detail: text },
  abort: { reason: optional(text) },
  revert: { reason: optional(text) },
  reapply: {},
} satisfies Readonly<Record<string, Shape>>;

const notes = {
  approve: { stage: count, candidate: version, strategy: text },
  hold: { cause, detail: text },
  /** The data is back after a hold for silence. */
  'data-returned': {},
  pause: {},
  resume: { reason: text },
  extend: { until: instant, reason: text },
  /** After drift: what the backend serves is taken for right, here the split of a stage. */
  takeover: { stage: count },
  /** After drift: the backend serves one version to everybody, and the log follows it. */
  'takeover-version': { version, path: text },
  /** A damaged log was put aside; this one begins anew and names it. */
  aside: { place: text, reason: text, head: text },
  confirm: { of: count, revision: text },
  fail: { of: count, reason: text },
} satisfies Readonly<Record<string, Shape>>;

const shapes = { ...effects, ...notes };
type Shapes = typeof shapes;

export type EventName = keyof Shapes;
export type EffectName = keyof typeof effects;
/** What happened, without when and by whom. */
export type EventBody = { [K in EventName]: { readonly event: K } & Checked<Shapes[K]> }[EventName];
export type EffectBody = Extract<EventBody, { readonly event: EffectName }>;

export type Via = 'editor' | 'terminal' | 'rule';
const via = oneOf<Via>('editor', 'terminal', 'rule');

/** One line of the log. */
export type LogEvent = EventBody & {
  /** Counts from 1 within its rollout. */
  readonly seq: number;
  /** ISO 8601. */
  readonly time: string;
  readonly actor: Actor;
  readonly via: Via;
  /** Digest of the evidence it was taken on. */
  readonly evidence?: string | undefined;
};

const header = { seq: count, time: instant, actor, via, evidence: optional(text) } satisfies Shape;

/** Whether an event changes what the backend serves. */
export function isEffect(event: LogEvent): event is LogEvent & EffectBody;
export function isEffect(event: EventBody): event is EffectBody;
export function isEffect(event: EventBody): event is EffectBody {
  return Object.hasOwn(effects, event.event);
}

/** A move toward safety is applied even where it cannot be logged, and completed after a crash. */
export function isTowardSafety(event: EventBody): boolean {
  return event.event === 'rollback' || event.event === 'abort' || event.event === 'revert';
}

/**
 * Reads one line of the log.
 * @returns the event, or in words why it is none
 */
export function parseEvent(line: string): LogEvent | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: 'it is not JSON' };
  }
  if (!isObject(value)) return { problem: 'it is not a JSON object' };
  if (!isEventObject(value)) return { problem: wrongField(value) };
  return value;
}

function isEventObject(
  value: Readonly<Record<string, unknown>>,
): value is LogEvent & Readonly<Record<string, unknown>> {
  return wrongField(value) === '';
}

/** The first field that is missing or wrong, in words; empty where there is none. */
function wrongField(value: Readonly<Record<string, unknown>>): string {
  const name = value['event'];
  const own = shapeOf(name);
  if (!own) return `the event "${String(name)}" is not known`;
  const shape: Shape = { ...header, ...own };
  const wrong = Object.keys(shape).find((key) => !shape[key]?.(value[key]));
  return wrong === undefined ? '' : `its "${wrong}" is missing or wrong`;
}

function shapeOf(name: unknown): Shape | undefined {
  return typeof name === 'string' && Object.hasOwn(shapes, name)
    ? Object.entries<Shape>(shapes).find(([key]) => key === name)?.[1]
    : undefined;
}
