import { join } from 'node:path';
import type { TrafficBackend } from '../rollout/trafficBackend.js';
import type { TrafficSettings } from '../workspace/configuration/configuration.js';
import { flagdFile } from './traffic/flagd/index.js';

/** The traffic backend that an environment names. To add one: a folder in `traffic/`, and a case here. */
export function createTrafficBackend(settings: TrafficSettings, root: string): TrafficBackend {
  return flagdFile({ path: join(root, settings.file), label: `flagd file ${settings.file}`, root });
}
