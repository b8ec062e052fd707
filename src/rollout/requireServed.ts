import { HumanError } from '../prompts/humanError.js';
import type { EffectBody } from './events.js';
import type { Observation } from './observe.js';
import type { Served } from './trafficBackend.js';

/** What the backend serves. @throws HumanError `unreachable` where it cannot be read */
export function requireReadable({ prompt, served, serving }: Observation): Served {
  if (served && serving.as !== 'unreachable') return served;
  const why = 'detail' in serving ? `: ${serving.detail}` : '';
  throw new HumanError(
    'unreachable',
    `The traffic backend of ${prompt.name} cannot be read${why}. Nothing was changed.`,
  );
}

/**
 * The revision to write over: the backend must serve what the log says, unless the move is about just that.
 * @throws HumanError `unreachable` or `conflict`
 */
export function requireServed(observation: Observation, body: EffectBody): string {
  const { revision } = requireReadable(observation);
  const { prompt, serving } = observation;
  if (serving.as === 'expected' || body.event === 'adopt') return revision;
  if (serving.as === 'drift' && (body.event === 'reapply' || body.event === 'override')) return revision;
  const next = serving.as === 'drift' ? 'reapply, or take over what is served' : 'then look again';
  throw new HumanError('conflict', `${prompt.name}: ${serving.detail}. Nothing was changed; ${next}.`);
}
