import { isObject, type JsonValue } from '../json.js';
import type { PromptDocument, TemplateEngine, Variable } from '../promptDocument.js';
import { dotpromptPartial, withoutEnding } from '../rendering/engines/includedText.js';
import { plainFormats } from '../formats/plain.js';
import { shorten } from '../shorten.js';
import type { CompletionSpot } from './completionSpot.js';

/** A name that can be put in at a spot. */
export interface PromptCompletion {
  readonly label: string;
  readonly detail: string;
  /** Takes the place of the spot's range. */
  readonly insert: string;
}

/** The variables that a prompt declares, uses elsewhere, or has in its samples, in this order. */
export function variableCompletions(document: PromptDocument, spot: CompletionSpot): readonly PromptCompletion[] {
  const { variables, template } = document;
  const known = variables.flatMap((variable): [name: string, detail: string][] => {
    const elsewhere = variable.uses.filter(({ start }) => start !== spot.range.start).length;
    return variable.declared || elsewhere > 0 ? [[variable.name, variableWords(variable, elsewhere)]] : [];
  });
  const names = new Map([...sampleNames(document).map((name) => [name, 'in the samples'] as const), ...known]);
  const order = [...known.map(([name]) => name), ...names.keys()];
  return [...new Set(order)]
    .filter((name) => nameOf[template].test(name))
    .map((name) => ({ label: name, detail: names.get(name) ?? '', insert: name + spot.closing }));
}

const word = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const hyphenated = /^[\p{L}_][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*$/u;

/** What a template can call a variable. */
const nameOf: Readonly<Record<TemplateEngine, RegExp>> = {
  'github-models': /^[^\s{}]+$/,
  vscode: /^[^\s:}]+$/,
  jinja: word,
  liquid: hyphenated,
  mustache: hyphenated,
  handlebars: hyphenated,
  none: word,
};

/** In how many samples names are looked for. */
const maxSamples = 100;

function sampleNames({ tests }: PromptDocument): string[] {
  return tests.slice(0, maxSamples).flatMap(({ inputs }) => (isObject(inputs) ? Object.keys(inputs) : []));
}

function variableWords({ type, default: value }: Variable, uses: number): string {
  const used = uses === 0 ? 'not used yet' : uses === 1 ? 'used once' : `used ${uses} times`;
  return [type && shorten(type), value !== undefined && `default ${brief(value)}`, used].filter(Boolean).join(' · ');
}

function brief(value: JsonValue): string {
  return shorten(JSON.stringify(value));
}

/** A glob of the files that a prompt's template could include, from its folder. */
export function includablePattern({ format, template }: PromptDocument): string {
  if (format === 'dotprompt') return '**/_*.prompt';
  return `**/*${partialEndings.get(template) ?? `{${textEndings.join(',')}}`}`;
}

/**
 * The files that a prompt's template can include, as it calls them.
 * @param files those of `includablePattern`, as paths from the prompt's folder, with forward slashes
 */
export function fileCompletions(
  { format, template }: PromptDocument,
  spot: CompletionSpot,
  files: readonly string[],
): readonly PromptCompletion[] {
  return files.flatMap((path) => {
    const name = format === 'dotprompt' ? dotpromptPartial(path) : partialName(path, partialEndings.get(template));
    return name === undefined ? [] : [{ label: name, detail: path, insert: name + spot.closing }];
  });
}

/** What a template calls a file; the ending may be left out where no other dot makes the rest look like a whole name. */
function partialName(path: string, ending: string | undefined): string {
  const name = ending === undefined ? path : path.slice(0, -ending.length);
  return withoutEnding(name) === name ? name : path;
}

/** What a partial's name leaves out. */
const partialEndings: ReadonlyMap<TemplateEngine, string> = new Map([
  ['mustache', '.mustache'],
  ['handlebars', '.hbs'],
]);

/** Of files that Jinja and Liquid include, by their whole name. */
const textEndings = plainFormats.flatMap(({ suffixes }) => suffixes);
