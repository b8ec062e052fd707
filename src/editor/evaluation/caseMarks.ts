import { outputText } from '../../evaluation/evaluationWords.js';
import type { CaseResult } from '../../evaluation/caseResult.js';
import type { TextChange } from '../../prompts/comparison/comparison.js';
import { HumanError } from '../../prompts/humanError.js';
import type { PromptWork } from '../../prompts/work/promptWork.js';
import { messageText } from '../../prompts/rendering/messageText.js';
import type { CaseRow } from './caseRows.js';

/** How much of a case is shown: more than a person reads, and no more than a page takes. */
export const most = { samples: 5, messages: 50, characters: 20_000 } as const;

/** A text of both versions. */
export interface TextSides {
  readonly before?: string;
  readonly after?: string;
}

/** What differs between the outputs, and between the messages, of both versions: as offsets into what is shown of them. */
export interface CaseMarks {
  readonly outputs: readonly (readonly TextChange[])[];
  readonly messages: readonly (readonly TextChange[])[];
}

type Sides = Pick<CaseRow, 'baseline' | 'candidate'>;

/** The part of a text that is shown. */
export function shownPart(text: string): string {
  return text.slice(0, most.characters);
}

/** The outputs at the same place beside each other. */
export function outputSides(sides: Sides): readonly TextSides[] {
  return pairs(sides, ({ samples }) => samples.slice(0, most.samples).map(outputText));
}

/** The messages at the same place beside each other. */
export function messageSides(sides: Sides): readonly TextSides[] {
  return pairs(sides, ({ messages }) => messages.slice(0, most.messages).map(messageText));
}

/** Finds the words that differ, in the thread. What takes too long is left unmarked. @throws HumanError `cancelled` */
export async function caseMarks(work: PromptWork, sides: Sides): Promise<CaseMarks> {
  const changes = (all: readonly TextSides[]) => Promise.all(all.map((one) => changesIn(work, one)));
  const [outputs, messages] = await Promise.all([changes(outputSides(sides)), changes(messageSides(sides))]);
  return { outputs, messages };
}

async function changesIn(work: PromptWork, { before, after }: TextSides): Promise<readonly TextChange[]> {
  if (before === undefined || after === undefined || before === after) return [];
  try {
    const hunks = await work.run('compareTexts', { before: shownPart(before), after: shownPart(after) });
    return hunks.flatMap(({ words }) => words);
  } catch (error) {
    if (error instanceof HumanError && error.trouble === 'refused') return [];
    throw error;
  }
}

function pairs(
  { baseline, candidate }: Sides,
  textsOf: (result: CaseResult) => readonly (string | undefined)[],
): readonly TextSides[] {
  const [before, after] = [baseline ? textsOf(baseline) : [], textsOf(candidate)];
  const count = Math.max(before.length, after.length);
  return Array.from({ length: count }, (_, index) => ({
    ...side('before', before[index]),
    ...side('after', after[index]),
  }));
}

function side(name: 'before' | 'after', text: string | undefined): TextSides {
  return text === undefined ? {} : { [name]: text };
}
