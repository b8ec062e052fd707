import { formatLabels } from '../formatLabels.js';
import type { ChangeClass, Comparison, NamedChange, PartChange } from './comparison.js';

const classNames: Readonly<Record<ChangeClass, string>> = {
  none: 'No change',
  'cases only': 'Cases only',
  formatting: 'Formatting only',
  wording: 'Wording',
  behaviour: 'Behaviour',
  contract: 'Contract',
};

/** What a person reads first: the class, and what callers must change; else the most that can be said in a few words. */
export function firstLine(comparison: Comparison): string {
  return [classNames[comparison.class], ...headlines(comparison)].join(' · ');
}

function headlines(comparison: Comparison): string[] {
  const { breaking, parameters, variables, schema, tools, cases, parts } = comparison;
  const most = (changes: readonly NamedChange[]): string[] => some(changes.map(({ words }) => words));
  switch (comparison.class) {
    case 'none':
      return [];
    case 'contract':
      return breaking.length > 0 ? some(breaking) : [...most([...variables, ...schema, ...tools]), 'breaks no caller'];
    case 'behaviour':
      return parameters.length > 0
        ? [...most(parameters), ...(parts.some(({ change }) => change !== 'same') ? [messagesWords(parts)] : [])]
        : ['messages in another order or role'];
    case 'wording':
      return [messagesWords(parts), tokenWords(comparison)].filter((words) => words !== '');
    case 'formatting':
      return comparison.formatBefore === comparison.formatAfter
        ? ['nothing that the model is told differs']
        : [`${formatLabels[comparison.formatBefore]} → ${formatLabels[comparison.formatAfter]}, same meaning`];
    case 'cases only':
      return most(cases);
  }
}

/** `wording · +12 tokens`: what fits into a row of a tree or above a line. */
export function shortClass(comparison: Comparison): string {
  const { class: is, breaking } = comparison;
  if (is === 'none') return 'no change';
  if (is === 'contract' && breaking.length > 0) return 'contract · breaks callers';
  const tokens = tokenWords(comparison);
  return tokens === '' ? is : `${is} · ${tokens}`;
}

/** Everything that changed, one line each: breaking changes first. */
export function summaryLines(comparison: Comparison): string[] {
  const { variables, schema, tools, parameters, includes, cases, metadata, parts, tokens } = comparison;
  const named = [...variables, ...schema, ...tools, ...parameters, ...includes, ...cases, ...metadata];
  const changed = parts.filter(({ change }) => change !== 'same');
  return [
    ...named.filter((change) => change.breaking).map(({ words }) => `breaking: ${words}`),
    ...named.filter((change) => !change.breaking).map(({ words }) => words),
    ...changed.map(partLine),
    ...(tokens.before === tokens.after
      ? []
      : [`tokens: ${mark(tokens.exact)}${tokens.before} → ${mark(tokens.exact)}${tokens.after}`]),
  ];
}

/** `+12 tokens`, `~−3 tokens`; empty where their number is the same. */
export function tokenWords({ tokens: { before, after, exact } }: Pick<Comparison, 'tokens'>): string {
  return deltaWords(after - before, exact);
}

/** The same for a number of tokens. @param exact whether a tokenizer counted */
export function deltaWords(delta: number, exact: boolean): string {
  if (delta === 0) return '';
  const sign = delta > 0 ? '+' : '−';
  return `${mark(exact)}${sign}${Math.abs(delta)} token${Math.abs(delta) === 1 ? '' : 's'}`;
}

function mark(exact: boolean): string {
  return exact ? '' : '~';
}

function messagesWords(parts: readonly PartChange[]): string {
  const changed = parts.filter(({ change }) => change !== 'same').length;
  if (changed === 0) return 'included files';
  return parts.length === 1 ? '1 message' : `${changed} of ${parts.length} messages`;
}

function partLine(part: PartChange): string {
  const { role, after, before } = part;
  return `message ${(after[0] ?? before[0] ?? 0) + 1} (${role}): ${partWords(part)}`;
}

/** What became of a message: `reworded`, `split, its role was user`, `unchanged`. */
export function partWords({ change, roleBefore, moved, whiteSpaceOnly }: PartChange): string {
  return [
    ...(whiteSpaceOnly ? ['white space only'] : [change === 'same' ? 'unchanged' : change]),
    ...(roleBefore === undefined ? [] : [`its role was ${roleBefore}`]),
    ...(moved && change !== 'moved' ? ['moved'] : []),
  ].join(', ');
}

/** At most three, and how many more there are. */
function some(words: readonly string[]): string[] {
  return words.length > 3 ? [...words.slice(0, 2), `${words.length - 2} more`] : [...words];
}
