import type { Actor } from '../workspace/actor.js';
import type { EventBody } from './events.js';
import type { Observation } from './observe.js';

/** Decides, on what is observed, which event to log; undefined where there is nothing to do; throws a HumanError to refuse. */
export type Plan = (observation: Observation, actor: Actor) => EventBody | undefined;
