import { readFile, writeFile } from 'node:fs/promises';
import type { Pair } from './pairs.js';

/** What promptfoo makes of a pair. An error of an assertion is not passed either, with score 0. */
export interface Answer {
  readonly pass: boolean;
  readonly score: number;
}

/** Kept beside the pairs, so that every test run can compare with promptfoo without having it. */
const file = new URL('answers.jsonl', import.meta.url);

/** The answers that promptfoo gave when it was last asked, with its version. */
export async function readAnswers(): Promise<{ readonly version: string; readonly answers: readonly Answer[] }> {
  const [head = '', ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
  const { promptfoo: version } = JSON.parse(head) as { promptfoo: string };
  return { version, answers: lines.map((line) => JSON.parse(line) as Answer) };
}

/** One line per pair, with the types of its assertions for those who read the file. */
export async function writeAnswers(version: string, pairs: readonly Pair[], answers: readonly Answer[]): Promise<void> {
  const lines = answers.map((answer, at) => {
    const { pass, score } = answer;
    return { of: pairs[at]!.assert.map(({ type }) => type).join(', '), pass, score };
  });
  await writeFile(file, [{ promptfoo: version }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
}
