import { shorten } from '../../prompts/shorten.js';

/** How much of a text is shown inline, in characters: VS Code does not wrap what an extension adds to a line. */
const maxInline = 120;
/** How many lines a hover shows, and how long each may be. */
const maxLines = 40;
const maxColumns = 400;

/** Removed words on one line: line ends and tabs as arrows, blanks that are not swallowed, and no more than fits. */
export function inlineText(text: string): string {
  const shown = text.replaceAll(/(\r\n|\r|\n)\s*/g, '↵').replaceAll('\t', '→');
  return shorten(shown, maxInline).replaceAll(' ', '\u00a0');
}

/** Removed lines as a block of Markdown that shows them as they were, back-ticks too; what is cut off it says. */
export function fencedText(text: string): string {
  const lines = text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);
  const shown = lines.slice(0, maxLines).map((line) => shorten(line, maxColumns));
  const longest = Math.max(0, ...(shown.join('\n').match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  const more = lines.length - shown.length;
  const rest = more > 0 ? `\n\n… and ${more} more ${more === 1 ? 'line' : 'lines'}` : '';
  return `${fence}text\n${shown.join('\n')}\n${fence}${rest}`;
}
