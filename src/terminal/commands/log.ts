import type { LoggedEvent, PromptLog } from '../../rollout/log/logFile.js';
import type { Command } from '../command.js';
import { inOneLine } from '../escape.js';
import { findPrompt, promptsOf } from '../findPrompt.js';
import { limitOf, limitOption } from '../limit.js';
import { openEnvironment } from '../openProject.js';
import { table } from '../table.js';

interface Row extends LoggedEvent {
  readonly prompt: string;
}

export const log: Command = {
  name: 'log',
  summary: 'tell what happened, oldest first, for one prompt or all',
  positionals: [{ name: 'prompt' }],
  options: { limit: limitOption(1000, 'events, the newest') },
  run: async (call) => {
    const { project, environment } = await openEnvironment(call);
    const [text] = call.positionals;
    const only = text === undefined ? undefined : await findPrompt(project, environment, text, call);
    const { prompts } = await environment.log.read(call.signal);
    const logs = [...prompts].filter(([id]) => only === undefined || id === only.id);
    const limit = limitOf(call, 1000);
    const rows = inOrder(logs);
    const shown = rows.filter(isForPeople).slice(-limit);
    const names = new Map((await promptsOf(project, environment, call.signal)).map(({ id, name }) => [id, name]));
    const damaged = logs.flatMap(([prompt, { state }]) =>
      state.is === 'damaged' ? [{ prompt, place: state.place, problem: state.problem }] : [],
    );
    const lines = [
      ...(shown.length === 0
        ? [`Nothing was logged in ${environment.name} yet.`]
        : [table(shown.map((row) => cells(row, names)))]),
      ...damaged.map(({ prompt, place, problem }) =>
        inOneLine(`The log of ${prompt} is damaged at ${place}: ${problem}.`),
      ),
    ];
    return {
      document: {
        environment: environment.name,
        events: rows.slice(-limit).map(({ prompt, rollout, event, words }) => ({ prompt, rollout, ...event, words })),
        damaged,
      },
      text: `${lines.join('\n')}\n`,
      ...(damaged.length > 0 && { exitCode: 2 }),
    };
  },
};

/** All events by time; those of one prompt stay in the order of its log. */
function inOrder(logs: readonly (readonly [prompt: string, log: PromptLog])[]): Row[] {
  const rows = logs.flatMap(([prompt, { events }]) => events.map((event) => ({ prompt, ...event })));
  return rows.sort((a, b) => Date.parse(a.event.time) - Date.parse(b.event.time));
}

/** That an intent was confirmed is what everybody expects. */
function isForPeople({ event }: Row): boolean {
  return event.event !== 'confirm';
}

function cells({ event: { time, actor, via }, prompt, words }: Row, names: ReadonlyMap<string, string>): string[] {
  return [`${time.slice(0, 19)}Z`, names.get(prompt) ?? prompt, via === 'rule' ? 'rule' : actor.name, words];
}
