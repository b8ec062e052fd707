import type { JsonObject, JsonValue } from '../../prompts/json.js';
import type { Variable } from '../../prompts/promptDocument.js';
import { valueText } from '../../prompts/rendering/engines/valueText.js';
import type { Sample } from './samples.js';
import { parseTyped } from './typedValue.js';

/** Which inputs a person wants a prompt filled in with. */
export interface InputChoice {
  /** `none`, `own`, or the index of a sample. */
  readonly chosen: string;
  /** Their own inputs, also while others are chosen. */
  readonly own?: OwnInputs;
}

interface OwnInputs {
  /** The inputs that they began with. */
  readonly base: JsonObject;
  /** What they typed instead, by variable; nothing typed is nothing given. */
  readonly typed: Readonly<Record<string, string>>;
}

/** A field for a variable. */
export interface InputField {
  readonly name: string;
  /** Its type, and whether it must be given. */
  readonly note: string;
  readonly text: string;
  readonly placeholder: string;
  /** What is wrong with what was typed. */
  readonly problem?: string;
}

/** The inputs that a prompt is filled in with, and how they are shown. */
export interface ChosenInputs {
  readonly chosen: string;
  readonly inputs: JsonObject;
  readonly fields: readonly InputField[];
}

/** @param choice undefined while a person chose nothing: then the first sample is taken, if there is one */
export function chosenInputs(
  variables: readonly Variable[],
  samples: readonly Sample[],
  choice: InputChoice | undefined,
): ChosenInputs {
  const { base, typed } = ownFrom(samples, choice);
  const given = new Map(Object.entries(base));
  const fields = variables.map((variable): InputField => {
    const { name } = variable;
    const text = Object.hasOwn(typed, name) ? typed[name] : undefined;
    const before = given.get(name);
    const field = { name, note: noteOf(variable), placeholder: placeholderOf(variable) };
    if (text === undefined) return { ...field, text: valueText(before) };
    if (text === '') {
      given.delete(name);
      return { ...field, text };
    }
    const { value, problem } = parseTyped(text, variable, before);
    given.set(name, value);
    return { ...field, text, ...(problem !== undefined && { problem }) };
  });
  return { chosen: chosenAmong(samples, choice), inputs: Object.fromEntries<JsonValue>(given), fields };
}

/** A sample that is gone is as if nothing were chosen. */
function chosenAmong(samples: readonly Sample[], choice: InputChoice | undefined): string {
  const { chosen, own } = choice ?? {};
  if (chosen === 'none' || (chosen === 'own' && own) || (chosen !== undefined && samples[Number(chosen)]))
    return chosen;
  return samples.length > 0 ? '0' : 'none';
}

/** Another choice. A person's own inputs begin as those that were chosen before. */
export function choose(samples: readonly Sample[], choice: InputChoice | undefined, chosen: string): InputChoice {
  const own = choice?.own ?? (chosen === 'own' ? ownFrom(samples, choice) : undefined);
  return { chosen, ...(own && { own }) };
}

/** What is typed makes the inputs a person's own, whatever was chosen before. */
export function typeInput(
  samples: readonly Sample[],
  choice: InputChoice | undefined,
  name: string,
  text: string,
): InputChoice {
  const { base, typed } = ownFrom(samples, choice);
  return { chosen: 'own', own: { base, typed: { ...typed, [name]: text } } };
}

function ownFrom(samples: readonly Sample[], choice: InputChoice | undefined): OwnInputs {
  const chosen = chosenAmong(samples, choice);
  if (chosen === 'own' && choice?.own) return choice.own;
  return { base: samples[Number(chosen)]?.inputs ?? {}, typed: {} };
}

function noteOf({ type, required }: Variable): string {
  return [type, required ? 'required' : 'optional'].filter(Boolean).join(' · ');
}

function placeholderOf(variable: Variable): string {
  return variable.default === undefined ? '' : `default: ${valueText(variable.default)}`;
}
