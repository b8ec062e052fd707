import { resolve } from 'node:path';
import type { EvaluationWork } from '../evaluation/work/jobs.js';
import { commonOptions, parseArguments, usage, wants } from './arguments.js';
import { commands } from './commands/index.js';
import type { Outcome } from './command.js';
import { visible } from './escape.js';
import { exitCodeOf, failureOf, type Failure } from './failure.js';
import { commandHelp, generalHelp, helpDocument } from './help.js';
import type { Terminal } from './terminal.js';

export interface RunOptions {
  /** Of Prompt Rollout. */
  readonly version: string;
  /** Aborted when the person interrupts; its reason is the name of the signal. */
  readonly signal: AbortSignal;
  /** Show where a defect happened. */
  readonly debug: boolean;
  /** Understands prompts in a thread of its own. */
  readonly work: EvaluationWork;
  /** The folder `media`, with the styles and the script of our pages. */
  readonly media: string;
}

/**
 * Runs one command line to its end. Never throws.
 * @param words what was typed after `prompt-rollout`
 * @returns the exit code
 */
export async function run(words: readonly string[], terminal: Terminal, options: RunOptions): Promise<number> {
  const json = wants(words, 'json');
  try {
    const outcome = await outcomeOf(words, terminal, options);
    print(outcome, json, terminal);
    return outcome.exitCode ?? 0;
  } catch (error) {
    const failure = options.signal.aborted ? interrupted(error) : failureOf(error);
    if (json) terminal.write(`${JSON.stringify({ error: failure }, undefined, 2)}\n`);
    terminal.writeAside(visible(`${failure.message}\n`));
    if (failure.kind === 'defect' && (options.debug || wants(words, 'debug')))
      terminal.writeAside(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodeOf(failure);
  }
}

async function outcomeOf(
  words: readonly string[],
  terminal: Terminal,
  { version, signal, work, media }: RunOptions,
): Promise<Outcome> {
  const { command, positionals, options } = parseArguments(words, commands);
  if (options.flag('version')) return { document: { version }, text: `${version}\n` };
  if (options.flag('help'))
    return {
      document: helpDocument(command ? [command] : commands),
      text: command ? commandHelp(command, commonOptions) : generalHelp(commands, commonOptions),
    };
  if (!command) throw usage('A command is missing; "prompt-rollout --help" lists all', undefined);
  const directory = resolve(terminal.directory, options.text('directory') ?? '.');
  return command.run({ positionals, options, terminal: { ...terminal, directory }, signal, work, media });
}

function print({ document, text, styled }: Outcome, json: boolean, terminal: Terminal): void {
  if (json) terminal.write(`${JSON.stringify(document, undefined, 2)}\n`);
  else terminal.write(typeof text === 'string' && !styled ? visible(text) : text);
}

/** Whatever an interrupted command throws, it was interrupted. */
function interrupted(error: unknown): Failure {
  const { kind, message } = failureOf(error);
  return { kind: 'cancelled', message: kind === 'defect' ? 'Interrupted.' : message };
}
