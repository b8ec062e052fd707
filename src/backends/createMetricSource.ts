import type { CheckpointStore } from '../evidence/checkpointStore.js';
import type { MetricSource } from '../evidence/metricSource.js';
import { jsonLines } from '../evidence/sources/jsonLines.js';
import type { AskPrometheus } from '../evidence/sources/prometheus/askPrometheus.js';
import { prometheus } from '../evidence/sources/prometheus/index.js';
import { prometheusUnitsPerDay } from '../evidence/sources/prometheus/unitsPerDay.js';
import { unitsPerDay, type UnitsPerDay } from '../evidence/sources/unitsPerDay.js';
import type { MetricsSettings, PrometheusSettings } from '../workspace/configuration/configuration.js';
import type { Token } from '../workspace/tokens.js';
import { prometheusApi } from './prometheusApi.js';

export interface MetricSourceOptions {
  /** The repository's folder. */
  readonly root: string;
  /** What is sent to whom; absent in a workspace that is not trusted: then nothing reaches the network. */
  readonly token?: Token;
  /** Where a source keeps what it counted. */
  readonly checkpoints?: CheckpointStore;
}

/** The metric source that an environment names. To add one: a file in `src/evidence/sources`, and a case here. */
export function createMetricSource(settings: MetricsSettings, options: MetricSourceOptions): MetricSource {
  if (settings.type === 'prometheus')
    return prometheus(`Prometheus at ${settings.url}`, askOf(settings, options), settings);
  const { root, checkpoints } = options;
  return jsonLines({ root, files: settings.files, fields: settings.fields, ...(checkpoints && { checkpoints }) });
}

/** What counts the traffic in the same data. */
export function createUnitsPerDay(settings: MetricsSettings, options: MetricSourceOptions): UnitsPerDay {
  if (settings.type === 'prometheus') return prometheusUnitsPerDay(askOf(settings, options), settings);
  return unitsPerDay({ root: options.root, files: settings.files, fields: settings.fields });
}

function askOf({ url }: PrometheusSettings, { token }: MetricSourceOptions): AskPrometheus {
  if (token) return prometheusApi(url, token);
  const failure = 'this workspace is not trusted, so nothing was sent. Trust it, and try again';
  return () => Promise.resolve({ failure, isTooMuch: false });
}
