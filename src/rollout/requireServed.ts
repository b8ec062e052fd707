import { HumanError } from '../prompts/humanError.js';
import type { EffectBody } from './events.js';
import type { Observation } from './observe.js';

/**
 * The revision to write over: the backend must serve what the log says, unless the move is about just that.
 * @throws HumanError `unreachable` or `conflict`
 */
export function requireServed({ prompt, served, serving }: Observation, body: EffectBody): string {
  if (!served || serving.as === 'unreachable') {
    const why = 'detail' in serving ? `: ${serving.detail}` : '';
    throw new HumanError(
      'unreachable',
      `The traffic backend of ${prompt.name} cannot be read${why}. Nothing was changed.`,
    );
  }
  if (serving.as === 'expected' || body.event === 'adopt') return served.revision;
  if (serving.as === 'drift' && (body.event === 'reapply' || body.event === 'override')) return served.revision;
  const next = serving.as === 'drift' ? 'reapply, or take over what is served' : 'then look again';
  throw new HumanError('conflict', `${prompt.name}: ${serving.detail}. Nothing was changed; ${next}.`);
}
