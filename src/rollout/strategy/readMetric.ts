import type { Findings } from '../../prompts/findings.js';
import { isObject, type JsonValue } from '../../prompts/json.js';
import { listOf, textsOf } from '../../prompts/jsonSchema.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import { checkMetricKeys } from './checkMetricKeys.js';
import { readUnit, textOf, wordOf } from './readUnit.js';
import type { MeanMetric, Metric, Outcome, RateMetric } from './strategy.js';
import {
  readDuration,
  readGoal,
  readMargin,
  readNumber,
  readPercent,
  readThreshold,
  type Direction,
  type Written,
} from './units.js';

type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads one metric of a strategy; what is wrong goes to the findings.
 * @param raw what the file says, whose types the schema check has already judged
 * @returns undefined where it cannot be read; where only an optional key cannot, the metric without it
 */
export function readMetric(name: string, raw: unknown, findings: Findings): Metric | undefined {
  if (!isObject(raw) || (raw['is'] !== 'rate' && raw['is'] !== 'mean')) return undefined;
  const is = raw['is'];
  const role = wordOf(raw['role'], ['guardrail', 'success']);
  checkMetricKeys(name, raw, is, role, findings);

  const path: YamlPath = ['metrics', name];
  const at = (key: string): YamlPath => [...path, key];
  const level =
    is === 'rate' ? (written: Written) => readPercent(written, 'a percentage of the units', '4%') : readNumber;
  const expect = readUnit(raw['expect'], at('expect'), findings, level);
  const limit = readUnit(raw['limit'], at('limit'), findings, level);
  const margin = readUnit(raw['margin'], at('margin'), findings, (written) => readMargin(written, is));
  const goal = readUnit(raw['goal'], at('goal'), findings, (written) => readGoal(written, is, better(raw)));
  const settle = readUnit(raw['settle'], at('settle'), findings, readDuration) ?? 0;
  const kind = is === 'rate' ? readRate(raw, at('over'), findings) : readMean(raw);
  if (expect === undefined || !kind) return undefined;
  return {
    name,
    role,
    ...(margin && { margin }),
    ...(goal && { goal }),
    expect,
    ...(limit !== undefined && { limit }),
    segments: textsOf(raw['segments']),
    settle,
    ...kind,
  };
}

/** Which way the number moves when things get better. */
function better(raw: Raw): Direction {
  return raw['good'] !== undefined || raw['worse'] === 'lower' ? 'up' : 'down';
}

function readRate(
  raw: Raw,
  over: YamlPath,
  findings: Findings,
): Pick<RateMetric, 'is' | 'outcome' | 'over'> | undefined {
  const field = textOf(raw['of']);
  if (field !== undefined) {
    const threshold = readUnit(raw['over'], over, findings, (written) => readThreshold(written, field));
    return threshold === undefined ? undefined : { is: 'rate', over: { field, threshold } };
  }
  const when = raw['bad'] === undefined ? 'good' : 'bad';
  const outcome = readOutcome(raw[when]);
  return outcome && { is: 'rate', outcome: { ...outcome, when } };
}

function readOutcome(raw: unknown): Outcome | undefined {
  const field = textOf(raw);
  if (field !== undefined) return { field };
  const [entry] = isObject(raw) ? Object.entries(raw) : [];
  if (!entry) return undefined;
  const [name, values] = entry;
  return isObject(values) ? { field: name, present: true } : { field: name, values: valuesOf(values) };
}

function readMean(raw: Raw): Pick<MeanMetric, 'is' | 'of' | 'range' | 'cap' | 'worse'> | undefined {
  const of = textOf(raw['of']);
  if (of === undefined) return undefined;
  const range = rangeOf(raw['range']);
  const cap = typeof raw['cap'] === 'number' ? raw['cap'] : undefined;
  const worse = wordOf(raw['worse'], ['higher', 'lower']);
  return { is: 'mean', of, ...(range && { range }), ...(cap !== undefined && { cap }), worse };
}

function rangeOf(raw: unknown): readonly [number, number] | undefined {
  const [low, high] = listOf(raw);
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

/** A single value or a list of them, as a list. */
function valuesOf(raw: unknown): readonly JsonValue[] {
  const values = Array.isArray(raw) ? listOf(raw) : [raw];
  return values.filter(isScalarValue);
}

function isScalarValue(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
