import { setTimeout as delay } from 'node:timers/promises';
import { HumanError } from '../../prompts/humanError.js';
import type { Autopilot } from '../../rollout/decide.js';
import { readDuration } from '../../rollout/strategy/units.js';
import { watcherName } from '../../rollout/watchWords.js';
import type { Call, Command } from '../command.js';
import { inOneLine } from '../escape.js';
import { failureOf } from '../failure.js';
import { findPrompt } from '../findPrompt.js';
import { openEnvironment } from '../openProject.js';
import { changeKey, changeLine } from '../changeLine.js';
import { autopilotOf, autopilotOption, tickedPrompts, tickPrompts, type Tick } from '../tickPrompts.js';

export const watch: Command = {
  name: 'watch',
  summary: 'decide again and again until interrupted, and print a line for each change',
  positionals: [{ name: 'prompt' }],
  options: { every: { value: 'TIME', summary: 'how often; 5s where absent' }, autopilot: autopilotOption },
  run: async (call) => {
    const { options, terminal, signal, positionals } = call;
    if (options.flag('json')) {
      throw new HumanError(
        'input',
        '"watch" prints a line for each change and has no end, so it cannot be one JSON document. "tick --json" decides once and prints one.',
      );
    }
    const every = intervalOf(call);
    const autopilot = autopilotOf(call);
    const { project, environment } = await openEnvironment(call);
    const [text] = positionals;
    const only = text === undefined ? undefined : await findPrompt(project, environment, text, call);
    const print = (line: string): void =>
      terminal.write(`${new Date(terminal.now()).toISOString().slice(0, 19)}Z  ${inOneLine(line)}\n`);
    const known = new Map<string, string>();
    const isNews = (subject: string, key: string): boolean => {
      const news = known.get(subject) !== key;
      known.set(subject, key);
      return news;
    };
    const tell = (tick: Tick): void => {
      const { prompt, did } = tick;
      for (const words of did) print(`${prompt.name}: ${words}`);
      if (isNews(prompt.id, changeKey(tick))) print(`${prompt.name}: ${changeLine(tick)}`);
    };
    let other: string | undefined;
    // Who watches one prompt alone keeps nobody from watching the others; the log keeps two from doing the same.
    const autopilotNow = async (): Promise<Autopilot> => {
      if (autopilot === 'off' || only) return autopilot;
      const watcher = await environment.lease.take('prompt-rollout watch', autopilot, every);
      const now = watcher.isUs ? undefined : watcherName(watcher);
      if (now !== other) print(now === undefined ? 'this process watches now' : `${now} watches; this process looks`);
      other = now;
      return watcher.isUs ? autopilot : 'off';
    };
    const look = async (): Promise<void> => {
      const prompts = only ? [only] : await tickedPrompts(project, environment, new Set(known.keys()), signal);
      for (const tick of await tickPrompts(environment, prompts, await autopilotNow(), signal)) tell(tick);
    };

    print(`watching ${only?.name ?? 'all rollouts'} in ${environment.name}, autopilot ${autopilot}`);
    for (;;) {
      try {
        await look();
        known.delete('');
      } catch (error) {
        if (signal.aborted) break;
        const { message } = failureOf(error);
        if (isNews('', message)) print(message);
      }
      if (!(await pauseFor(every, signal))) break;
    }
    await environment.lease.release();
    return { document: null, text: '', exitCode: signal.reason === 'SIGTERM' ? 0 : 130 };
  },
};

/** @returns whether nobody interrupted meanwhile */
async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return delay(milliseconds, true, { signal }).catch(() => false);
}

/** Milliseconds. */
function intervalOf({ options }: Call): number {
  const reading = readDuration(options.text('every') ?? '5s');
  if ('problem' in reading) throw new HumanError('input', `--every ${reading.problem}.`);
  if (reading.value < 100 || reading.value > 86_400_000)
    throw new HumanError('input', '--every is at least 0.1s and at most 1d.');
  return reading.value;
}
