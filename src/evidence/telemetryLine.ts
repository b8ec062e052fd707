import { isObject } from '../prompts/json.js';
import { arms, type Arm } from './arm.js';

/** Under which names a line of telemetry carries what we need. */
export interface TelemetryFields {
  readonly time: string;
  readonly prompt: string;
  readonly version: string;
  readonly arm: string;
  readonly unit: string;
}

/** A line of the prompt in question, checked. `line` is all it says, for the metrics. */
export interface Telemetry {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly version: string;
  readonly arm: Arm;
  readonly unit: string;
  readonly line: Readonly<Record<string, unknown>>;
}

/** A line that cannot be used: why, and its time where that could be read. */
export interface Unusable {
  readonly problem: string;
  readonly time?: number;
}

/** A line of the prompt in question that was served no version of ours. */
export interface Unversioned {
  readonly unversioned: true;
  readonly time: number;
  /** Absent where the line does not name one. */
  readonly unit?: string;
}

/** One line, read for one prompt; undefined for a line of another prompt. Nothing is converted: "3" is not a number. */
export function telemetryLine(
  text: string,
  fields: TelemetryFields,
  prompt: string,
): Telemetry | Unversioned | Unusable | undefined {
  const json = text.trim();
  if (json === '' || isOfAnother(json, prompt)) return undefined;
  const line = parsed(json);
  if (!isObject(line)) return { problem: 'not a JSON object' };
  const named = line[fields.prompt];
  if (typeof named !== 'string') return { problem: `"${fields.prompt}" does not name a prompt` };
  if (named !== prompt) return undefined;
  const time = epochMilliseconds(line[fields.time]);
  if (time === undefined) {
    return {
      problem: `"${fields.time}" is neither an ISO 8601 time with its offset from UTC nor epoch seconds or milliseconds`,
    };
  }
  const version = line[fields.version];
  const unit = line[fields.unit];
  // An application that got no version from the flag (it is new, or was not reached) names neither.
  if ([version, line[fields.arm]].every((value) => value === undefined || value === null || value === ''))
    return { time, unversioned: true, ...(isUnit(unit) && { unit: String(unit) }) };
  if (typeof version !== 'string') return { time, problem: `"${fields.version}" is not a version (a string)` };
  const arm = arms.find((known) => known === line[fields.arm]);
  if (!arm) return { time, problem: `"${fields.arm}" is none of ${arms.join(', ')}` };
  if (!isUnit(unit)) return { time, problem: `"${fields.unit}" does not name a unit (a string, or a whole number)` };
  return { time, version, arm, unit: String(unit), line };
}

/** Whether a line is surely of another prompt, seen without parsing. A backslash may hide the name: such lines are parsed. */
function isOfAnother(json: string, prompt: string): boolean {
  return json.startsWith('{') && json.endsWith('}') && !json.includes(`"${prompt}"`) && !json.includes('\\');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isUnit(value: unknown): value is string | number {
  return typeof value === 'string' ? value !== '' : Number.isSafeInteger(value);
}

const isoTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/** Numbers up to 1e11 are seconds (until the year 5138), above they are milliseconds (since 1973). */
function epochMilliseconds(value: unknown): number | undefined {
  if (typeof value === 'number') {
    const time = Math.abs(value) < 1e11 ? Math.round(value * 1000) : value;
    return Math.abs(time) < 1e14 ? time : undefined;
  }
  const time = typeof value === 'string' && isoTime.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
