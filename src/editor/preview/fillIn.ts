import type { TextChange } from '../../prompts/comparison/comparison.js';
import { HumanError } from '../../prompts/humanError.js';
import type { PromptDocument, Variable } from '../../prompts/promptDocument.js';
import type { PromptText } from '../../prompts/promptText.js';
import { environmentNames, shownVariables, type Environment } from '../../prompts/rendering/environment.js';
import { messageText } from '../../prompts/rendering/messageText.js';
import type { RenderOptions } from '../../prompts/rendering/rendering.js';
import type { RenderedPrompt } from '../../prompts/work/jobs.js';
import type { PromptWork } from '../../prompts/work/promptWork.js';
import { parseText } from '../parseText.js';
import { chosenInputs, type ChosenInputs, type InputChoice } from './chosenInputs.js';
import { samplesOf, type Sample } from './samples.js';

/** How much of a rendering is shown: more than a person reads, and no more than a page takes. */
export const most = { messages: 200, characters: 50_000 } as const;

/** A text of a prompt, understood and filled in. */
export interface FilledText {
  readonly document: PromptDocument;
  readonly rendered: RenderedPrompt;
  /** Environment variables that it names and that were not read. */
  readonly unread: readonly string[];
}

/** Texts of a prompt, filled in with the same inputs. */
export interface Filled {
  readonly samples: readonly Sample[];
  readonly inputs: ChosenInputs;
  readonly texts: readonly FilledText[];
  /** Of two texts: the words that differ in each pair of messages at the same place, as offsets into their shown texts. */
  readonly words: readonly (readonly TextChange[])[];
}

/**
 * Fills in a prompt's text, or two of them. A text that is broken, or too much work, has its problems in the result.
 * @param texts the newer one last: its variables come first, and its samples count
 * @param environment absent where nothing may be read of it
 * @throws HumanError `cancelled`, or `refused` where two renderings take too long to compare
 */
export async function fillIn(
  work: PromptWork,
  texts: readonly PromptText[],
  choice: InputChoice | undefined,
  environment?: Environment,
  signal?: AbortSignal,
): Promise<Filled> {
  const parsed = await Promise.all(
    texts.map(async (text) => ({ text, document: await parseText(work, text, signal) })),
  );
  const newestFirst = parsed.map(({ document }) => document).reverse();
  const samples = newestFirst.map(samplesOf).find(({ length }) => length > 0) ?? [];
  const inputs = chosenInputs(variablesOf(newestFirst), samples, choice);
  const filled = await Promise.all(
    parsed.map(async ({ text, document }): Promise<FilledText> => {
      const options = {
        inputs: inputs.inputs,
        ...(environment && { environment: shownVariables(document, environment) }),
      };
      const unread = environment ? [] : environmentNames(document);
      return { document, rendered: await render(work, text, options, signal), unread };
    }),
  );
  const [before, after] = filled;
  const words = before && after ? await compare(work, before.rendered, after.rendered, signal) : [];
  return { samples, inputs, texts: filled, words };
}

/** Every variable once, as the first document that has it declares it. */
function variablesOf(documents: readonly PromptDocument[]): readonly Variable[] {
  const found = new Map<string, Variable>();
  for (const { variables } of documents)
    for (const variable of variables) if (!found.has(variable.name)) found.set(variable.name, variable);
  return [...found.values()];
}

async function render(
  work: PromptWork,
  text: PromptText,
  options: Omit<RenderOptions, 'includes'>,
  signal: AbortSignal | undefined,
): Promise<RenderedPrompt> {
  try {
    return await work.run('render', { ...text, ...options }, signal);
  } catch (error) {
    if (!(error instanceof HumanError) || error.trouble !== 'refused') throw error;
    const { message } = error;
    const problem = { severity: 'error', code: 'refused', message, range: { start: 0, end: 0 } } as const;
    const told = { missing: [], unused: [], unset: [], problems: [problem] };
    return { messages: [], ...told, request: {}, tokens: [], exactTokens: false };
  }
}

async function compare(
  work: PromptWork,
  before: RenderedPrompt,
  after: RenderedPrompt,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly TextChange[])[]> {
  const [left, right] = [shownTexts(before), shownTexts(after)];
  const words: (readonly TextChange[])[] = [];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const hunks = await work.run('compareTexts', { before: left[index] ?? '', after: right[index] ?? '' }, signal);
    words.push(hunks.flatMap((hunk) => hunk.words));
  }
  return words;
}

/** What is shown of the messages where two are compared. */
export function shownTexts({ messages }: RenderedPrompt): readonly string[] {
  return messages.slice(0, most.messages).map((message) => messageText(message).slice(0, most.characters));
}
