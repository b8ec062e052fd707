import type { MetricSource } from '../evidence/metricSource.js';
import { jsonLines } from '../evidence/sources/jsonLines.js';
import type { MetricsSettings } from '../workspace/configuration/configuration.js';

/** The metric source that an environment names. To add one: a file in `src/evidence/sources`, and a case here. */
export function createMetricSource(settings: MetricsSettings, root: string): MetricSource {
  return jsonLines({ root, files: settings.files, fields: settings.fields });
}
