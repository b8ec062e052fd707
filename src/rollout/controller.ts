import { typicalPath } from '../prompts/formats/index.js';
import { HumanError } from '../prompts/humanError.js';
import type { Actor } from '../workspace/actor.js';
import { applySafely, carryOut, entryNow } from './carryOut.js';
import type { ControllerParts } from './controllerParts.js';
import { allowed, type Action, type Autopilot } from './decide.js';
import { isEffect, isTowardSafety, type EventBody, type Via } from './events.js';
import { foldedLog } from './foldedLog.js';
import { filesOf, freezeFor } from './freeze.js';
import type { LogSnapshot } from './log/logBranch.js';
import { byRule } from './moves.js';
import { moveToSafety, withLateEntries } from './moveToSafety.js';
import { lookBack, observe, type Findings, type Observation, type Observer, type PromptRef } from './observe.js';
import type { Plan } from './plan.js';
import { preview, type Preview } from './preview.js';
import { requireServed } from './requireServed.js';
import { settle } from './settle.js';
import type { Ended, Pending } from './state.js';

/** Carries out moves in one environment: log the intent, apply and read back, log the confirmation. */
export interface Controller {
  readonly environment: string;
  readonly backendLabel: string;
  /**
   * Looks only.
   * @param seen the log, for whoever read it just now for many prompts
   * @throws HumanError `input` where the prompt's log is damaged
   */
  observe(prompt: PromptRef, signal: AbortSignal, seen?: LogSnapshot): Promise<Observation>;
  /** What the data said of a rollout that has ended, at the moment when it did. Looks only. */
  lookBack(prompt: PromptRef, rollout: Ended, signal: AbortSignal): Promise<Findings>;
  /** What moves would do, one after the other. Looks only. */
  preview(prompt: PromptRef, plans: readonly Plan[], signal: AbortSignal): Promise<Preview>;
  /** @throws HumanError where the move is refused, conflicts with another, or the backend cannot be reached */
  perform(prompt: PromptRef, plans: readonly Plan[], via: Via, signal: AbortSignal): Promise<Observation>;
  /** Decides once, and does what the autopilot allows. */
  tick(prompt: PromptRef, autopilot: Autopilot, signal: AbortSignal): Promise<Tick>;
  /** Gives all traffic to the baseline that the backend serves, puts the damaged log aside and begins a new one. */
  abandonDamaged(prompt: PromptRef, via: Via, signal: AbortSignal): Promise<Observation>;
}

export interface Tick {
  readonly observation: Observation;
  /** What a rule did. */
  readonly acted?: Action;
}

export function createController(parts: ControllerParts): Controller {
  const { environment, log, backend } = parts;
  const observer: Observer = { ...parts, frozen: (version) => log.content(version) };
  const look = (prompt: PromptRef, seen: LogSnapshot, signal: AbortSignal): Promise<Observation> =>
    observe(observer, prompt, foldedLog(prompt, seen), signal);
  const observeNow = async (prompt: PromptRef, signal: AbortSignal, seen?: LogSnapshot): Promise<Observation> =>
    look(prompt, seen ?? (await log.read(signal)), signal);

  const performOne = async (prompt: PromptRef, plan: Plan, via: Via, signal: AbortSignal): Promise<void> => {
    const actor = await parts.actor(signal);
    let seen = await withLateEntries(parts, prompt, signal);
    let before = await look(prompt, seen, signal);
    const { pending } = before.state;
    if (pending && !overtakes(plan, before, actor, pending)) {
      seen = await settle(parts, prompt, seen, signal);
      before = await look(prompt, seen, signal);
    }
    const body = plan(before, actor);
    if (!body) return;
    const freeze = await freezeFor(parts, body, before.served, signal);
    const { evidence } = before;
    const planned = { prompt: prompt.id, body, via, actor, time: parts.now(), evidence: evidence?.digest, freeze };
    if (!isEffect(body)) await log.append(planned, seen, signal);
    else if (isTowardSafety(body)) await moveToSafety(parts, prompt, { ...planned, body }, seen, signal);
    else {
      const revision = requireServed(before, body);
      await carryOut(parts, prompt, await log.append(planned, seen, signal), revision, signal);
    }
  };

  return {
    environment,
    backendLabel: backend.label,
    observe: observeNow,
    lookBack: (prompt, rollout, signal) => lookBack(observer, prompt.id, rollout, signal),
    preview: async (prompt, plans, signal) => preview(parts, prompt, plans, await observeNow(prompt, signal), signal),
    perform: async (prompt, plans, via, signal) => {
      for (const plan of plans) await performOne(prompt, plan, via, signal);
      return observeNow(prompt, signal);
    },
    tick: async (prompt, autopilot, signal) => {
      let acted: Action | undefined;
      const rules: Plan = ({ decision }) => {
        acted = allowed(decision?.action, autopilot);
        return acted && byRule(acted);
      };
      await performOne(prompt, rules, 'rule', signal);
      const observation = await observeNow(prompt, signal);
      return { observation, ...(acted && { acted }) };
    },
    abandonDamaged: async (prompt, via, signal) => {
      const seen = await log.read(signal);
      const damage = seen.prompts.get(prompt.id)?.state;
      if (damage?.is !== 'damaged') {
        throw new HumanError('refused', `The log of ${prompt.name} is not damaged; nothing was changed.`);
      }
      const { split, contents } = await backend.read(prompt.flag, signal);
      const content = split && contents.get(split.baseline);
      if (split && content) {
        const origin = { prompt: prompt.id, rollout: 'r0', seq: 0, head: seen.head ?? '' };
        await applySafely(parts, prompt.flag, { split: { baseline: split.baseline }, contents, origin }, signal);
      }
      const aside: EventBody = { event: 'aside', place: damage.place, reason: damage.problem, head: seen.head ?? '' };
      const anew = await log.putAside(await entryNow(parts, prompt, aside, via), seen, signal);
      if (!split || !content) return look(prompt, anew, signal);
      const path = typicalPath(prompt.id, content.format);
      const adopt: EventBody = { event: 'adopt', version: split.baseline, path, flag: prompt.flag, origin: 'served' };
      const freeze = new Map([[split.baseline, filesOf(content)]]);
      const intended = await log.append({ ...(await entryNow(parts, prompt, adopt, via)), freeze }, anew);
      const { revision } = await backend.read(prompt.flag, signal);
      await carryOut(parts, prompt, intended, revision, signal);
      return observeNow(prompt, signal);
    },
  };
}

/** A move toward safety does not wait for somebody's raise to be settled. */
function overtakes(plan: Plan, before: Observation, actor: Actor, pending: Pending): boolean {
  if (isTowardSafety(pending)) return false;
  try {
    const body = plan(before, actor);
    return body !== undefined && isTowardSafety(body);
  } catch (error) {
    if (error instanceof HumanError) return false; // it may fit once the raise is settled
    throw error;
  }
}
