import type { Command, Options } from './command.js';
import { table } from './table.js';

/** `prompt-rollout show [prompt] [version] [options]` */
export function usageOf(command: Command | undefined): string {
  return ['prompt-rollout', command ? callOf(command) : '<command> [prompt]', '[options]'].join(' ');
}

/** What `prompt-rollout --help` shows. */
export function generalHelp(commands: readonly Command[], common: Options): string {
  return [
    'Release prompts the way good teams release code: versions, diffs, staged rollouts, rollback by rule.',
    `Usage: ${usageOf(undefined)}`,
    section(
      'Commands',
      commands.map((command) => [callOf(command), command.summary]),
    ),
    section('Options', optionRows(common)),
    `A prompt is named by its path, its identity, or any unambiguous end of it; where there is only one, it need not be named.`,
    section('Exit codes', exitCodes),
    '"prompt-rollout <command> --help" tells more about a command.\n',
  ].join('\n\n');
}

/** What `prompt-rollout <command> --help` shows. */
export function commandHelp(command: Command, common: Options): string {
  const { yes, ...others } = common;
  const shared = command.asks && yes ? { yes, ...others } : others;
  const own = optionRows(command.options);
  return [
    sentence(command.summary),
    `Usage: ${usageOf(command)}`,
    ...(own.length > 0 ? [section('Options', own)] : []),
    `${section('Options of every command', optionRows(shared))}\n`,
  ].join('\n\n');
}

/** The commands as a Markdown table, for the README. */
export function readmeTable(commands: readonly Command[]): string {
  const rows = commands.map(
    (command) =>
      `| \`${[callOf(command), ...Object.entries(command.options).map(bracketed)].join(' ').replaceAll('|', '\\|')}\` | ${command.summary.replaceAll('|', '\\|')} |`,
  );
  return ['| command | what it does |', '|---|---|', ...rows, ''].join('\n');
}

/** The commands as data, for `--help --json`. */
export function helpDocument(commands: readonly Command[]): unknown {
  return {
    commands: commands.map((command) => ({
      name: command.name,
      usage: usageOf(command),
      summary: command.summary,
      options: Object.keys(command.options).map((name) => `--${name}`),
    })),
  };
}

const exitCodes = [
  ['0', 'done'],
  ['1', 'a gate failed, or it was refused'],
  ['2', 'bad input or configuration'],
  ['3', 'conflict or drift'],
  ['4', 'traffic backend or metric source unreachable'],
  ['70', 'a defect of Prompt Rollout'],
  ['130', 'interrupted'],
];

function callOf({ name, positionals }: Command): string {
  return [
    name,
    ...positionals.map(({ name: word, required, many }) => (required ? `<${word}>` : `[${word}${many ? '…' : ''}]`)),
  ].join(' ');
}

function bracketed([name, { value, required }]: [string, Options[string]]): string {
  const option = value === undefined ? `--${name}` : `--${name} ${value}`;
  return required ? option : `[${option}]`;
}

function optionRows(options: Options): string[][] {
  return Object.entries(options).map(([name, { value, short, summary, required }]) => [
    `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
    required ? `${summary} (needed)` : summary,
  ]);
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return `${title}:\n${table(rows, '  ')}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
