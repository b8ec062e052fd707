import type { Command } from '../command.js';
import { exitCodeOf } from '../failure.js';
import { findPrompt } from '../findPrompt.js';
import { exitCodeOfStatus } from '../observeStatus.js';
import { openEnvironment } from '../openProject.js';
import { statusText } from '../statusText.js';
import { autopilotOf, autopilotOption, tickedPrompts, tickPrompts, type Tick } from '../tickPrompts.js';

export const tick: Command = {
  name: 'tick',
  summary: 'decide once, for one prompt or all with a live rollout, and do what the rules may',
  positionals: [{ name: 'prompt' }],
  options: { autopilot: autopilotOption },
  run: async (call) => {
    const { signal, positionals } = call;
    const autopilot = autopilotOf(call);
    const { project, environment } = await openEnvironment(call);
    const [text] = positionals;
    const prompts =
      text === undefined
        ? await tickedPrompts(project, environment, new Set(), signal)
        : [await findPrompt(project, environment, text, call)];
    const ticks = await tickPrompts(environment, prompts, autopilot, signal);
    return {
      document: {
        environment: environment.name,
        autopilot,
        prompts: ticks.map(tickDocument),
      },
      text: ticks.length === 0 ? `No rollout is live in ${environment.name}.\n` : ticks.map(tickText).join('\n'),
      exitCode: ticks.map(exitCodeOfTick).find((code) => code !== 0) ?? 0,
    };
  },
};

function tickDocument({ prompt: { id, name }, status, acted, did, failure }: Tick): unknown {
  return { prompt: id, name, ...status, acted: acted ?? null, did, error: failure ?? null };
}

function tickText({ prompt: { name }, status, did, failure }: Tick): string {
  const lines = [...did, ...(failure ? [failure.message] : [])].map((words) => `${name}: ${words}\n`);
  return `${lines.join('')}${status ? statusText(status) : ''}`;
}

/** A gate that is broken, a hold and a rollback are news that a script has to notice; waiting is not. */
function exitCodeOfTick({ status, acted, failure }: Tick): number {
  if (failure) return exitCodeOf(failure);
  const code = status ? exitCodeOfStatus(status) : 0;
  if (code !== 0) return code;
  const isBroken = status?.gates.some(({ state }) => state === 'broken') ?? false;
  return isBroken || acted?.do === 'hold' || acted?.do === 'rollback' ? 1 : 0;
}
