import type { VersionId } from '../workspace/version.js';
import type { ControllerParts } from './controllerParts.js';
import type { EventBody } from './events.js';
import type { Served } from './trafficBackend.js';

/** The contents that an event freezes: what was released or is a candidate is kept with the log for good. */
export async function freezeFor(
  { committed }: Pick<ControllerParts, 'committed'>,
  body: EventBody,
  served: Served | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<VersionId, Uint8Array>> {
  if (body.event === 'start') return new Map([[body.candidate, await committed(body.candidate, signal)]]);
  if (body.event !== 'adopt' && body.event !== 'takeover-version') return new Map();
  const inBackend = served?.contents.get(body.version);
  return new Map([[body.version, inBackend ? Buffer.from(inBackend.source) : await committed(body.version, signal)]]);
}
