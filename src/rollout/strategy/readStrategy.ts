import { Findings } from '../../prompts/findings.js';
import { isObject } from '../../prompts/json.js';
import { textsOf } from '../../prompts/jsonSchema.js';
import { staysInside } from '../../prompts/relativePath.js';
import { readYaml, type YamlPath } from '../../prompts/yamlSource.js';
import { checkMetric } from './checkMetric.js';
import { checkStages } from './checkStages.js';
import { checkTimes } from './checkTimes.js';
import { readMetric } from './readMetric.js';
import { readStage } from './readStage.js';
import { readUnit, textOf, wordOf } from './readUnit.js';
import type { OfflineGate, Strategy } from './strategy.js';
import { readDuration, readPercent, type Reading, type Written } from './units.js';

const defaults = { risk: 0.05, block: 15 * 60_000, stale: 30 * 60_000, deadline: 7 * 86_400_000 } as const;

/**
 * Reads a strategy that was accepted once and is in the log: a rule that has become stricter since does not damage it.
 * @returns undefined only where it cannot be read at all
 */
export function readAcceptedStrategy(text: string): Strategy | undefined {
  const yaml = readYaml(text);
  return isObject(yaml.value) ? readStrategy(yaml.value, new Findings(yaml)) : undefined;
}

/** Reads and checks as much as there is, so that one mistake does not hide the others. */
export function readStrategy(raw: Readonly<Record<string, unknown>>, findings: Findings): Strategy | undefined {
  const duration = (key: 'block' | 'stale' | 'deadline') =>
    readUnit(raw[key], [key], findings, positive(readDuration)) ?? defaults[key];
  const prompt = textOf(raw['prompt']);
  const unit = textOf(raw['unit']);
  const flag = textOf(raw['flag']);
  const risk = readRisk(raw['risk'], findings);
  const offline = readOffline(raw['offline'], findings);
  const times = { block: duration('block'), stale: duration('stale'), deadline: duration('deadline') };
  const then = isObject(raw['then']) ? raw['then'] : {};

  const rawMetrics = isObject(raw['metrics']) ? Object.entries(raw['metrics']) : [];
  const metrics = complete(rawMetrics.map(([name, metric]) => readMetric(name, metric, findings)));
  const rawStages: readonly unknown[] = Array.isArray(raw['stages']) ? raw['stages'] : [];
  const stages = complete(rawStages.map((stage, index) => readStage(index, stage, findings)));

  if (prompt !== undefined) checkInside(prompt, ['prompt'], findings);
  if (offline?.cases !== undefined) checkInside(offline.cases, ['offline', 'cases'], findings);
  for (const metric of metrics.read) checkMetric(metric, findings);
  if (stages.all) checkStages(stages.all, metrics.all, findings);
  checkTimes(times, stages.read, raw, findings);

  if (prompt === undefined || unit === undefined || !metrics.all || !stages.all) return undefined;
  return {
    prompt,
    owners: textsOf(raw['owners']),
    ...(flag !== undefined && { flag }),
    unit,
    risk,
    ...(offline && { offline }),
    metrics: metrics.all,
    stages: stages.all,
    then: {
      harm: wordOf(then['harm'], ['rollback', 'hold']),
      mismatch: wordOf(then['mismatch'], ['hold', 'rollback']),
      silence: wordOf(then['silence'], ['hold', 'rollback']),
      undecided: wordOf(then['undecided'], ['hold', 'rollback']),
    },
    ...times,
  };
}

/** What could be read of a list, and the whole list where all of it could. */
function complete<T>(items: readonly (T | undefined)[]): { read: readonly T[]; all?: readonly T[] } {
  const read = items.filter((item) => item !== undefined);
  return read.length === items.length ? { read, all: read } : { read };
}

function readRisk(raw: unknown, findings: Findings): Strategy['risk'] {
  const risks = isObject(raw) ? raw : {};
  const read = (key: 'rollback' | 'promote') =>
    readUnit(risks[key], ['risk', key], findings, (written) => {
      const reading = readPercent(written, 'a chance', '5%');
      const usable = !('value' in reading) || (reading.value > 0 && reading.value <= 0.5);
      return usable ? reading : { problem: 'is a chance over 0% and at most 50%' };
    }) ?? defaults.risk;
  return { rollback: read('rollback'), promote: read('promote') };
}

function readOffline(raw: unknown, findings: Findings): OfflineGate | undefined {
  if (!isObject(raw)) return undefined;
  const cases = textOf(raw['cases']);
  const maxRegressions = raw['max_regressions'];
  const share = (key: string, what: string, example: string): number | undefined =>
    readUnit(raw[key], ['offline', key], findings, (written) => readPercent(written, what, example));
  const coverage = share('coverage', 'a share of the cases', '90%');
  const minScore = share('min_score', 'a score', '80%');
  const maxDrop = share('max_drop', 'a difference of scores', '5%');
  return {
    ...(cases !== undefined && { cases }),
    ...(typeof maxRegressions === 'number' && { maxRegressions }),
    ...(coverage !== undefined && { coverage }),
    ...(minScore !== undefined && { minScore }),
    ...(maxDrop !== undefined && { maxDrop }),
  };
}

function positive(read: (written: Written) => Reading<number>): (written: Written) => Reading<number> {
  return (written) => {
    const reading = read(written);
    return 'value' in reading && reading.value === 0 ? { problem: 'must be longer than 0' } : reading;
  };
}

function checkInside(file: string, path: YamlPath, findings: Findings): void {
  if (staysInside(file)) return;
  const message = `\`${path.at(-1) ?? ''}\` must be a file in the folder of this one or below, written with forward slashes.`;
  findings.error('outside-folder', { value: path }, message);
}
