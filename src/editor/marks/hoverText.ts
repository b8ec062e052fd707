import type { Hunk } from '../../prompts/comparison/compareTexts.js';
import { commandId, type MarkCommand } from '../commands/commandNames.js';
import { kindOf, type ChangeKind } from './changes.js';
import { fencedText } from './removedText.js';

/** The commands that a hover links to: the only ones that its Markdown may run. */
export const hoverCommands = ['revertChange', 'nextChange', 'toggleRemovedWords'] as const satisfies MarkCommand[];

/** What a hover over a change tells. */
export interface HoveredChange {
  readonly hunk: Hunk;
  readonly before: string;
  /** What people call the version that the text is compared with, such as `v12, the baseline`. */
  readonly since: string;
  /** What the linked commands are told: which change is meant. */
  readonly argument: unknown;
  readonly removedWordsShown: boolean;
}

/** What stood where a change is, as it was, and what can be done, as Markdown. */
export function hoverText({ hunk, before, since, argument, removedWordsShown }: HoveredChange): string {
  const kind = kindOf(hunk);
  const titles: Readonly<Record<(typeof hoverCommands)[number], string>> = {
    revertChange: 'Revert Change',
    nextChange: 'Next Change',
    toggleRemovedWords: `${removedWordsShown ? 'Hide' : 'Show'} Removed Words`,
  };
  const target = encodeURIComponent(JSON.stringify([argument]));
  const links = hoverCommands.map((name) => `[${titles[name]}](command:${commandId(name)}?${target})`);
  const removed = kind === 'added' ? [] : [fencedText(before.slice(hunk.before.start, hunk.before.end))];
  return [`**${words[kind]} since ${since}**`, ...removed, links.join(' · ')].join('\n\n');
}

const words: Readonly<Record<ChangeKind, string>> = { added: 'Added', changed: 'Changed', removed: 'Removed' };
