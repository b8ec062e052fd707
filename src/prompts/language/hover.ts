import { parameterType } from '../canonicalParameters.js';
import { isObject, type JsonValue } from '../json.js';
import { parameterWords } from '../parameterWords.js';
import type { Parameter, PromptDocument, Variable } from '../promptDocument.js';
import { shorten } from '../shorten.js';
import { LineIndex, type TextRange } from '../textRange.js';
import { placeAt } from './placeAt.js';

/** What is said about a place of a prompt: plain text that still has to be escaped. */
export interface PromptHover {
  readonly range: TextRange;
  readonly title: string;
  readonly lines: readonly string[];
}

/** What there is to say about the variable, parameter or file at an offset of a prompt; undefined where there is nothing. */
export function promptHoverAt(document: PromptDocument, offset: number): PromptHover | undefined {
  const place = placeAt(document, offset);
  if (!place) return undefined;
  const { range } = place;
  switch (place.is) {
    case 'variable':
      return { range, title: shorten(place.variable.name), lines: variableLines(document, place.variable) };
    case 'parameter':
      return { range, title: shorten(place.parameter.name), lines: parameterLines(place.parameter) };
    case 'reference':
      return { range, title: shorten(place.reference.path), lines: ['File whose text becomes part of this prompt.'] };
  }
}

function variableLines(document: PromptDocument, variable: Variable): string[] {
  const { type, required, declared, uses } = variable;
  const lines = new LineIndex(document.source);
  const lineOf = ({ start }: TextRange): number => lines.positionAt(start).line + 1;
  const given = variable.default === undefined ? undefined : `default ${brief(variable.default)}`;
  const facts = ['Variable', type && shorten(type), required ? 'required' : 'optional', given];
  const samples = samplesOf(document, variable.name);
  return [
    facts.filter(Boolean).join(' · '),
    [declared ? `Declared in line ${lineOf(declared)}` : 'Not declared', usedIn(uses.map(lineOf))].join(' · '),
    ...(samples.length > 0 ? [`Samples: ${samples.join(', ')}`] : []),
  ];
}

const maxLines = 10;

function usedIn(lines: readonly number[]): string {
  const all = [...new Set(lines)];
  if (all.length === 0) return 'never used';
  const shown = all.slice(0, maxLines).join(', ');
  const more = all.length > maxLines ? ` and ${all.length - maxLines} more` : '';
  return `used in ${all.length === 1 ? 'line' : 'lines'} ${shown}${more}`;
}

const maxSamples = 3;

/** Different values that the prompt's own tests give a variable. */
function samplesOf({ tests }: PromptDocument, name: string): string[] {
  const found = new Set<string>();
  for (const { inputs } of tests) {
    if (found.size === maxSamples) break;
    const value = isObject(inputs) && Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (value !== undefined) found.add(brief(value));
  }
  return [...found];
}

function parameterLines({ name, value }: Parameter): string[] {
  const type = parameterType(name);
  return [
    `Model parameter · ${brief(value)}`,
    type
      ? `It must be ${parameterWords(type).replaceAll('`', '')}.`
      : 'It is passed on as it is: its name is not a known one.',
  ];
}

function brief(value: JsonValue): string {
  return shorten(JSON.stringify(value));
}
