import type { Part, TemplateEngine } from '../promptDocument.js';
import { alignParts, type AlignedParts } from './alignParts.js';
import type { PartChange } from './comparison.js';
import { compareTexts } from './compareTexts.js';
import type { TokenCounter } from './countTokens.js';

/** More parts than this are compared in the order in which they stand, which takes no time. */
const maxAligned = 200;

/** What became of each part. Texts are compared as the model would read them: `normalise` takes out what is only syntax. */
export function compareParts(before: readonly Part[], after: readonly Part[], tokens: TokenCounter): PartChange[] {
  const aligned =
    Math.max(before.length, after.length) > maxAligned ? oneByOne(before, after) : alignParts(before, after);
  return aligned.map((pair) => partChange(pair, before, after, tokens));
}

/** Placeholders of one name, written alike, so that engines which mean the same by them can be compared. */
export function normalised(parts: readonly Part[], engine: TemplateEngine): readonly Part[] {
  if (engine === 'none' || engine === 'vscode') return parts;
  return parts.map((part) => ({
    ...part,
    text: part.text.replaceAll(/\{\{[{&]?\s*([\w.-]+)\s*\}?\}\}/g, '{{$1}}').trim(),
  }));
}

function oneByOne(before: readonly Part[], after: readonly Part[]): AlignedParts[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
    before: index < before.length ? [index] : [],
    after: index < after.length ? [index] : [],
  }));
}

function partChange(
  pair: AlignedParts,
  before: readonly Part[],
  after: readonly Part[],
  tokens: TokenCounter,
): PartChange {
  const textOf = (parts: readonly Part[], indices: readonly number[]): string =>
    indices.map((index) => parts[index]?.text ?? '').join('\n');
  const [textBefore, textAfter] = [textOf(before, pair.before), textOf(after, pair.after)];
  const roleBefore = before[pair.before[0] ?? -1]?.role;
  const role = after[pair.after[0] ?? -1]?.role ?? roleBefore ?? 'user';
  const edits = compareTexts(textBefore, textAfter).flatMap(({ words }) => words);
  const isSpaceOnly = edits.length > 0 && squeezed(textBefore) === squeezed(textAfter);
  return {
    change: kindOf(pair, edits.length > 0),
    before: pair.before,
    after: pair.after,
    role,
    ...(roleBefore !== undefined && roleBefore !== role && { roleBefore }),
    ...(pair.moved && { moved: true }),
    ...(isSpaceOnly && { whiteSpaceOnly: true }),
    textBefore,
    textAfter,
    edits,
    tokens: tokens(textAfter) - tokens(textBefore),
  };
}

function kindOf({ before, after, moved }: AlignedParts, isReworded: boolean): PartChange['change'] {
  if (before.length === 0) return 'added';
  if (after.length === 0) return 'removed';
  if (after.length > 1) return 'split';
  if (before.length > 1) return 'merged';
  if (isReworded) return 'reworded';
  return moved ? 'moved' : 'same';
}

function squeezed(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
