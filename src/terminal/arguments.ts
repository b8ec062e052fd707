import { parseArgs } from 'node:util';
import { HumanError } from '../prompts/humanError.js';
import { suggestion } from '../prompts/suggestion.js';
import type { Command, Options, OptionValues } from './command.js';
import { usageOf } from './help.js';

/** The options that every command takes. */
export const commonOptions = {
  environment: { value: 'E', short: 'e', summary: 'the environment; the first one configured where absent' },
  json: { summary: 'print one JSON document and nothing else' },
  yes: { short: 'y', summary: 'do not ask before something is changed' },
  directory: { value: 'DIR', short: 'C', summary: 'work in this folder' },
  help: { short: 'h', summary: 'show help' },
  version: { summary: 'show the version of Prompt Rollout' },
  debug: { summary: 'show where a defect of Prompt Rollout happened' },
} satisfies Options;

export interface Arguments {
  /** Absent where none was named, as in `prompt-rollout --help`. */
  readonly command?: Command;
  readonly positionals: readonly string[];
  readonly options: OptionValues;
}

/** Whether options were given, without checking anything: also an error has to be printed as was asked for. */
export function wants(words: readonly string[], option: 'json' | 'debug'): boolean {
  return words.slice(0, words.includes('--') ? words.indexOf('--') : undefined).includes(`--${option}`);
}

/**
 * Understands what was typed after `prompt-rollout`.
 * @throws HumanError where it names no command, or a word or an option is wrong, too much or missing
 */
export function parseArguments(words: readonly string[], commands: readonly Command[]): Arguments {
  const allOptions = commands.reduce<Options>((all, { options }) => ({ ...all, ...options }), commonOptions);
  const { tokens, positionals } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      Object.entries(allOptions).map(([name, { value, short }]) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const [name, ...rest] = positionals;
  const command = commands.find((known) => known.name === name);
  if (name !== undefined && !command) throw unknownCommand(name, commands);
  const known: Options = { ...command?.options, ...commonOptions };
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    values.set(token.name, [...(values.get(token.name) ?? []), checkedValue(token, known, command)]);
  }
  const options = optionValues(values, known);
  if (command && !options.flag('help')) checkComplete(command, rest, values);
  return { ...(command && { command }), positionals: rest, options };
}

function checkedValue(
  { name, rawName, value }: { name: string; rawName: string; value: string | undefined },
  known: Options,
  command: Command | undefined,
): string {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!option) {
    const nearest = suggestion(name, Object.keys(known));
    throw usage(
      `${command ? `"${command.name}"` : 'prompt-rollout'} has no option ${rawName}${nearest === undefined ? '' : `; did you mean --${nearest}?`}`,
      command,
    );
  }
  if (option.value === undefined && value !== undefined) throw usage(`${rawName} takes no value`, command);
  if (option.value !== undefined && (value === undefined || value === ''))
    throw usage(`${rawName} needs a value: ${rawName} ${option.value}`, command);
  return value ?? '';
}

function checkComplete(
  command: Command,
  words: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
): void {
  const { positionals, options } = command;
  const missing = positionals.find(({ required }, index) => required && words[index] === undefined);
  if (missing) throw usage(`"${command.name}" needs to know the ${missing.name}`, command);
  const surplus = positionals.at(-1)?.many ? undefined : words[positionals.length];
  if (surplus !== undefined) throw usage(`"${surplus}" is one word too many for "${command.name}"`, command);
  const absent = Object.keys(options).find((name) => options[name]?.required && !values.has(name));
  if (absent !== undefined)
    throw usage(`"${command.name}" needs --${absent} ${options[absent]?.value ?? ''}`.trimEnd(), command);
}

function optionValues(values: ReadonlyMap<string, readonly string[]>, known: Options): OptionValues {
  const valuesOf = (name: string): readonly string[] => {
    if (!Object.hasOwn(known, name)) throw new RangeError(`there is no option --${name} here`);
    return values.get(name) ?? [];
  };
  return {
    text: (name) => valuesOf(name).at(-1),
    texts: valuesOf,
    flag: (name) => valuesOf(name).length > 0,
  };
}

function unknownCommand(name: string, commands: readonly Command[]): HumanError {
  const nearest = suggestion(
    name,
    commands.map((command) => command.name),
  );
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return new HumanError('input', `There is no command "${name}".${hint} "prompt-rollout --help" lists all commands.`);
}

/** What was typed is wrong. */
export function usage(problem: string, command: Command | undefined): HumanError {
  return new HumanError('input', `${problem}. Usage: ${usageOf(command)}`);
}
