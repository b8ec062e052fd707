import { shorten } from '../shorten.js';

/** What a quick fix is called. @param replacement what it puts in place of the problem */
export function fixTitle(replacement: string): string {
  const line = replacement
    .trim()
    .split(/\s*[\r\n]+\s*/)
    .join(' ');
  return line === '' ? 'Remove' : `Replace with "${shorten(line)}"`;
}
