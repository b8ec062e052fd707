import type { CheckpointStore } from '../evidence/checkpointStore.js';
import type { MetricSource } from '../evidence/metricSource.js';
import { jsonLines } from '../evidence/sources/jsonLines.js';
import { unitsPerDay, type UnitsPerDay } from '../evidence/sources/unitsPerDay.js';
import type { MetricsSettings } from '../workspace/configuration/configuration.js';

/** The metric source that an environment names. To add one: a file in `src/evidence/sources`, and a case here. */
export function createMetricSource(
  settings: MetricsSettings,
  root: string,
  checkpoints: CheckpointStore,
): MetricSource {
  return jsonLines({ root, files: settings.files, fields: settings.fields, checkpoints });
}

/** What counts the traffic in the same data. */
export function createUnitsPerDay(settings: MetricsSettings, root: string): UnitsPerDay {
  return unitsPerDay({ root, files: settings.files, fields: settings.fields });
}
