import { isObject } from '../prompts/json.js';
import { arms, type Arm } from './arm.js';
import { eventTime } from './eventTime.js';

/** Under which names a line of telemetry carries what we need. */
export interface TelemetryFields {
  readonly time: string;
  readonly prompt: string;
  readonly version: string;
  readonly arm: string;
  readonly unit: string;
  /** A line that names no arm is told by its version; absent: such a line cannot be used. */
  readonly armByVersion?: true;
}

/** A line of the prompt in question, checked. `line` is all it says, for the metrics. */
export interface Telemetry {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly version: string;
  /** Absent where the version tells it. */
  readonly arm?: Arm;
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
  if (isOfAnother(text, prompt)) return undefined;
  const line = parsed(text);
  if (!isObject(line)) return { problem: 'not a JSON object' };
  const named = line[fields.prompt];
  if (typeof named !== 'string') return { problem: `"${fields.prompt}" does not name a prompt` };
  if (named !== prompt) return undefined;
  const time = eventTime(line[fields.time]);
  if (time === undefined) {
    return {
      problem: `"${fields.time}" is neither an ISO 8601 time with its offset from UTC nor epoch seconds or milliseconds`,
    };
  }
  const version = line[fields.version];
  const told = line[fields.arm];
  const unit = line[fields.unit];
  // An application that got no version from the flag (it is new, or was not reached) names neither.
  if (isNothing(version) && isNothing(told))
    return { time, unversioned: true, ...(isUnit(unit) && { unit: String(unit) }) };
  if (typeof version !== 'string') return { time, problem: `"${fields.version}" is not a version (a string)` };
  const arm = armNamed(told);
  const byVersion = fields.armByVersion && isNothing(told);
  if (!arm && !byVersion) return { time, problem: `"${fields.arm}" is none of ${arms.join(', ')}` };
  if (!isUnit(unit)) return { time, problem: `"${fields.unit}" does not name a unit (a string, or a whole number)` };
  return { time, version, ...(arm && { arm }), unit: String(unit), line };
}

/** Whether a line is empty, or surely of another prompt, seen without parsing. A backslash may hide the name: such lines are parsed. */
function isOfAnother(text: string, prompt: string): boolean {
  if (text.includes(prompt)) return false;
  const json = text.trim();
  return json === '' || (json.startsWith('{') && json.endsWith('}') && !json.includes('\\'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The first line may begin with a byte order mark.
    return text.startsWith('\uFEFF') ? parsed(text.trim()) : undefined;
  }
}

function armNamed(value: unknown): Arm | undefined {
  for (const arm of arms) if (arm === value) return arm;
  return undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function isUnit(value: unknown): value is string | number {
  return typeof value === 'string' ? value !== '' : Number.isSafeInteger(value);
}
