import type { ServedContent } from '../prompts/servedContent.js';
import type { VersionId } from '../workspace/version.js';
import type { VersionFiles } from '../workspace/versionTree.js';
import type { ControllerParts } from './controllerParts.js';
import type { EventBody } from './events.js';
import type { Served } from './trafficBackend.js';

/** The contents that an event freezes: what was released or is a candidate is kept with the log for good. */
export async function freezeFor(
  { committed }: Pick<ControllerParts, 'committed'>,
  body: EventBody,
  served: Served | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<VersionId, VersionFiles>> {
  if (body.event === 'start')
    return new Map([[body.candidate, await committed({ id: body.candidate, path: body.path }, signal)]]);
  if (body.event !== 'adopt' && body.event !== 'takeover-version') return new Map();
  const inBackend = served?.contents.get(body.version);
  const files = inBackend ? filesOf(inBackend) : await committed({ id: body.version, path: body.path }, signal);
  return new Map([[body.version, files]]);
}

/** What the backend serves, as files of a version. */
export function filesOf({ source, includes = {} }: ServedContent): VersionFiles {
  const included = Object.entries(includes).map(([path, text]): [string, Uint8Array] => [path, Buffer.from(text)]);
  return { main: Buffer.from(source), includes: new Map(included) };
}
