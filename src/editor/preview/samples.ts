import { isObject, type JsonObject } from '../../prompts/json.js';
import type { PromptDocument } from '../../prompts/promptDocument.js';
import { shorten } from '../../prompts/shorten.js';

/** Inputs that a prompt can be filled in with, under a name that a person recognises. */
export interface Sample {
  readonly name: string;
  readonly inputs: JsonObject;
}

/** The samples of a prompt, in their order; those that give no inputs are left out. */
export function samplesOf({ tests }: Pick<PromptDocument, 'tests'>): readonly Sample[] {
  return tests.flatMap(({ inputs, expected }, index) =>
    isObject(inputs) ? [{ name: nameOf(index + 1, inputs, expected), inputs }] : [],
  );
}

/** The longest text of the inputs says most; where there is none, what is expected does. */
function nameOf(number: number, inputs: JsonObject, expected: string | undefined): string {
  const texts = Object.values(inputs).filter((value) => typeof value === 'string');
  const longest = texts.reduce((most, text) => (text.length > most.length ? text : most), '');
  const words = (longest || (expected ?? '')).slice(0, 1000).replace(/\s+/g, ' ').trim();
  return words === '' ? `Sample ${number}` : `${number} · ${shorten(words, 60)}`;
}
