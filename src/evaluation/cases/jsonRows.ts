import { messageOf } from '../../prompts/humanError.js';
import { isNestedDeeper } from '../../prompts/jsonDepth.js';
import type { Ranged, TextRange } from '../../prompts/textRange.js';

/** How long a line may be, in characters, and how deep its values may nest. */
const maxLine = 1_000_000;
const maxDepth = 100;

/**
 * The values of a file with one JSON value per line (JSON Lines), as they come, with their places; blank lines are none.
 * Holds no more than a line and a piece of the file.
 * @param pieces the text of the file
 * @param report takes lines that are no JSON; they are left out
 */
export async function* jsonRows(
  pieces: AsyncIterable<string>,
  report: (message: string, range: TextRange) => void,
): AsyncGenerator<Ranged<unknown>, void, undefined> {
  for await (const { value: line, range } of lines(pieces, report)) {
    const problem = (why: string) => report(`This line is no JSON that can be read: ${why}.`, range);
    if (isNestedDeeper(line, maxDepth)) {
      problem(`it nests more than ${maxDepth} levels deep`);
      continue;
    }
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      problem(messageOf(error));
      continue;
    }
    yield { value, range };
  }
}

async function* lines(
  pieces: AsyncIterable<string>,
  report: (message: string, range: TextRange) => void,
): AsyncGenerator<Ranged<string>, void, undefined> {
  let rest = '';
  let start = 0;
  const take = (line: string): Ranged<string>[] => {
    const text = line.replace(/^\uFEFF|\r$/g, '');
    const from = start + (line.startsWith('\uFEFF') ? 1 : 0);
    start += line.length + 1;
    return text.trim() === '' ? [] : [{ value: text, range: { start: from, end: from + text.length } }];
  };
  try {
    for await (const piece of pieces) {
      const parts = (rest + piece).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) yield* take(part);
      if (rest.length > maxLine) {
        const message = `This line is longer than ${maxLine.toLocaleString('en')} characters, so nothing from here on was read.`;
        report(message, { start, end: start + 1 });
        return;
      }
    }
  } catch (error) {
    report(`The file cannot be read from here on: ${messageOf(error)}.`, { start, end: start + 1 });
  }
  yield* take(rest);
}
