import type { TrafficBackend } from '../rollout/trafficBackend.js';
import type { TrafficSettings } from '../workspace/configuration/configuration.js';
import { sharedFlagFile } from './traffic/flagd/sharedFlagFile.js';

/** The traffic backend that an environment names. To add one: a folder in `traffic/`, and a case here. */
export function createTrafficBackend(
  { file }: TrafficSettings,
  { root, note }: { readonly root: string; readonly note: string },
): TrafficBackend {
  return sharedFlagFile({ file, root, note });
}
