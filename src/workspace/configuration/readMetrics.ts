import type { Findings } from '../../prompts/findings.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import { checkSettings } from './checkSettings.js';
import { checkUrl } from './checkUrl.js';
import {
  defaultMetrics,
  defaultPrometheus,
  openTelemetryFields,
  type FieldCounters,
  type MetricsSettings,
  type PrometheusSettings,
  type TelemetryFields,
} from './configuration.js';
import { mapping, pathsOf, type Raw } from './rawValues.js';

type MetricsType = MetricsSettings['type'];

/** Which settings a type has. */
const settingsOf: Readonly<Record<MetricsType, readonly string[]>> = {
  jsonl: ['files', 'fields'],
  prometheus: ['url', 'units', 'counters', 'labels', 'delay'],
};

/** Reads where the numbers of an environment come from; where the types are wrong (the schema check says so) it takes the defaults. */
export function readMetrics(raw: Raw, path: YamlPath, findings: Findings): MetricsSettings {
  const type = raw['type'] === 'prometheus' ? 'prometheus' : 'jsonl';
  const sources = { settingsOf, called: (one: MetricsType) => `a \`${one}\` metric source` };
  checkSettings(sources, type, type === 'prometheus' ? 'url' : undefined, raw, path, findings);
  if (type === 'prometheus') return readPrometheus(raw, path, findings);
  return {
    type,
    files: pathsOf(raw['files'], [...path, 'files'], findings) ?? defaultMetrics.files,
    fields: raw['fields'] === 'opentelemetry' ? openTelemetryFields : readFields(mapping(raw['fields'])),
  };
}

function readFields(raw: Raw): TelemetryFields {
  const field = (name: Exclude<keyof TelemetryFields, 'armByVersion'>) =>
    textOf(raw[name]) ?? defaultMetrics.fields[name];
  return {
    time: field('time'),
    prompt: field('prompt'),
    version: field('version'),
    arm: field('arm'),
    unit: field('unit'),
  };
}

function readPrometheus(raw: Raw, path: YamlPath, findings: Findings): PrometheusSettings {
  const { url, units, delay } = raw;
  const labels = mapping(raw['labels']);
  const label = (name: keyof PrometheusSettings['labels']) => textOf(labels[name]) ?? defaultPrometheus.labels[name];
  if (typeof url === 'string') checkUrl(url, [...path, 'url'], 'http://127.0.0.1:9090', findings);
  const counters = Object.entries(mapping(raw['counters']));
  return {
    type: 'prometheus',
    url: textOf(url) ?? '',
    labels: { prompt: label('prompt'), version: label('version'), arm: label('arm') },
    units: textOf(units) ?? defaultPrometheus.units,
    counters: Object.fromEntries(counters.map(([field, names]) => [field, readCounters(names)])),
    delay: typeof delay === 'number' ? delay : defaultPrometheus.delay,
  };
}

const counterKeys = ['total', 'label', 'units', 'sum', 'count', 'squares', 'buckets'] as const;

/** A name alone is the counter of the units for which a field is true. */
function readCounters(raw: unknown): FieldCounters {
  if (typeof raw === 'string') return { total: raw };
  const named = mapping(raw);
  return Object.fromEntries(
    counterKeys.flatMap((key) => {
      const name = textOf(named[key]);
      return name === undefined ? [] : [[key, name]];
    }),
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
