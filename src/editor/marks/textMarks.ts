import type { TextChange } from '../../prompts/comparison/comparison.js';
import type { Hunk } from '../../prompts/comparison/compareTexts.js';
import type { TextRange } from '../../prompts/textRange.js';
import { kindOf, type ChangeKind } from './changes.js';

/** A prompt's text beside that of a version, and where they differ. */
export interface ComparedTexts {
  readonly before: string;
  readonly after: string;
  readonly hunks: readonly Hunk[];
}

/** What is marked in a text, as ranges of it. None is empty, none holds a line end. */
export interface TextMarks {
  readonly added: readonly TextRange[];
  readonly changed: readonly TextRange[];
  /** The character that words were removed before. */
  readonly removedBefore: readonly TextRange[];
  /** The last character of a line, where words were removed behind it. */
  readonly removedBehind: readonly TextRange[];
}

/** Words that are gone. */
export interface RemovedWords {
  /** Where they stood, in the text after. */
  readonly offset: number;
  readonly text: string;
}

/** The marks in a part of the text after. */
export function textMarks({ after, hunks }: ComparedTexts, part: TextRange): TextMarks {
  const found: Record<keyof TextMarks, TextRange[]> = { added: [], changed: [], removedBefore: [], removedBehind: [] };
  for (const word of wordsIn(hunks, part)) {
    const kind = kindOf(word);
    const { start } = word.after;
    if (kind !== 'removed') found[kind].push(...lineByLine(after, word.after));
    else if (!isLineEnd(after[start])) found.removedBefore.push({ start, end: start + sizeAt(after, start) });
    else if (!isLineEnd(after[start - 1]))
      found.removedBehind.push({ start: start - sizeBefore(after, start), end: start });
  }
  return found;
}

/** The words that are gone from a part of the text after; lines that are gone as a whole are not among them. */
export function removedWords({ before, hunks }: ComparedTexts, part: TextRange): RemovedWords[] {
  return wordsIn(hunks, part)
    .filter((word) => kindOf(word) !== 'added')
    .map((word) => ({ offset: word.after.start, text: before.slice(word.before.start, word.before.end) }));
}

/** What differs in a part, but for lines that are gone as a whole: nothing of them is left to mark words in. */
function wordsIn(hunks: readonly Hunk[], { start, end }: TextRange): TextChange[] {
  const isIn = ({ after }: TextChange): boolean => after.end >= start && after.start <= end;
  return hunks.filter((hunk) => kindOf(hunk) !== 'removed' && isIn(hunk)).flatMap(({ words }) => words.filter(isIn));
}

/** The lines of each kind, as ranges of the text after that end on their last line; where lines were removed, the line that followed. */
export function lineMarks({ after, hunks }: ComparedTexts): Readonly<Record<ChangeKind, readonly TextRange[]>> {
  const found: Record<ChangeKind, TextRange[]> = { added: [], changed: [], removed: [] };
  for (const hunk of hunks) {
    const { start, end } = hunk.after;
    found[kindOf(hunk)].push({ start, end: isLineEnd(after[end - 1]) && end > start ? end - 1 : end });
  }
  return found;
}

/** A range cut at line ends, without the blanks that indent the text of a line. */
function lineByLine(text: string, { start, end }: TextRange): TextRange[] {
  const lines = text.slice(start, end).matchAll(/[^\r\n]+/g);
  return Array.from(lines, ({ 0: line, index }) => {
    const from = start + index;
    const indent = isLineEnd(text[from - 1]) && line.trim() !== '' ? line.length - line.trimStart().length : 0;
    return { start: from + indent, end: from + line.length };
  });
}

function isLineEnd(character: string | undefined): boolean {
  return character === undefined || character === '\n' || character === '\r';
}

/** How many units the character at an offset takes: two for one outside the basic plane. */
function sizeAt(text: string, offset: number): number {
  return (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
}

function sizeBefore(text: string, offset: number): number {
  return (text.codePointAt(offset - 2) ?? 0) > 0xffff ? 2 : 1;
}
