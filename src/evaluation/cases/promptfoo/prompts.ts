import { isObject } from '../../../prompts/json.js';
import type { YamlPath } from '../../../prompts/yamlSource.js';
import type { CasePlace } from '../case.js';
import { namedFiles, readNamed, type PromptfooContext, type SourceFile } from './sourceFile.js';

/** A prompt that a promptfoo project evaluates. */
export interface PromptfooPrompt {
  /** What tests can call it: its label, its id, and what the configuration writes. */
  readonly names: readonly string[];
  /** Its file, from the root; absent where the configuration itself holds it. */
  readonly path?: string;
  /** The prompt where it is no whole file, in Jinja; a list of messages where it is JSON. */
  readonly text?: string;
  /** Where the configuration names it. */
  readonly where: CasePlace;
}

/** The prompts that a configuration names or holds. */
export async function readPrompts(
  file: SourceFile,
  value: unknown,
  context: PromptfooContext,
): Promise<readonly PromptfooPrompt[]> {
  const prompts = listed(value).map(async ({ at, raw, names }) => {
    const where = { path: file.path, range: file.rangeOf(['prompts', ...at]) };
    if (raw === undefined) {
      context.report.error('no-prompt', 'This is no prompt: a text, a file, or a mapping with `raw` or `id`.', where);
      return [];
    }
    return readPrompt(raw, { names: [...names, raw], where }, context);
  });
  return (await Promise.all(prompts)).flat();
}

interface Listed {
  readonly at: YamlPath;
  readonly raw: string | undefined;
  readonly names: readonly string[];
}

/** A text, a list of texts and mappings, or (an old way) a mapping from files to labels. */
function listed(value: unknown): readonly Listed[] {
  if (value === undefined || value === null) return [{ at: [], raw: '{{prompt}}', names: [] }];
  if (typeof value === 'string') return [{ at: [], raw: value, names: [] }];
  if (!Array.isArray(value)) {
    return Object.entries(isObject(value) ? value : {}).map(([raw, label]) => ({
      at: [raw],
      raw,
      names: typeof label === 'string' ? [label] : [],
    }));
  }
  return value.map((item: unknown, index): Listed => {
    if (typeof item === 'string') return { at: [index], raw: item, names: [] };
    const { raw, id, label } = isObject(item) ? item : {};
    const text = [raw, id].find((one) => typeof one === 'string' && one !== '');
    return {
      at: [index],
      raw: typeof text === 'string' ? text : undefined,
      names: [label, id].filter((name) => typeof name === 'string'),
    };
  });
}

/** Prompts that some service keeps. */
const remote = /^(?:langfuse|portkey|helicone|https?):\/\//;
/** Endings by which promptfoo takes a text for a file, whether it is there or not. */
const fileEnding = /\.(?:[cm]?[jt]s|jsonl?|py|txt|ya?ml|md|j2|csv)(?::\w+)?$/;

async function readPrompt(
  raw: string,
  prompt: Pick<PromptfooPrompt, 'names' | 'where'>,
  context: PromptfooContext,
): Promise<readonly PromptfooPrompt[]> {
  const { where } = prompt;
  if (raw.startsWith('exec:') || remote.test(raw)) {
    context.report.refuse(raw, 'Prompts are files or texts of the repository; nothing is run or fetched.', where);
    return [];
  }
  const mayBeFile = !raw.includes('\n') && (raw.startsWith('file://') || fileEnding.test(raw) || /[*/\\]/.test(raw));
  if (!mayBeFile) return [{ ...prompt, text: raw }];
  const isFile = raw.startsWith('file://') || fileEnding.test(raw);
  const known = new Set(await context.files.list());
  const found = (isFile || !/[{}]/.test(raw) ? await namedFiles(raw, where, context) : []).filter((path) =>
    known.has(path),
  );
  if (found.length > 0)
    return (
      await Promise.all(found.map((path) => inFile(path, { ...prompt, names: [...prompt.names, path] }, context)))
    ).flat();
  if (!isFile) return [{ ...prompt, text: raw }];
  if (!/\.(?:[cm]?[jt]s|py)(?::\w+)?$/.test(raw))
    context.report.error('missing-file', `There is no file \`${raw}\` in the repository.`, where);
  return [];
}

/** A text file may hold several prompts, with lines `---` between them; a file of JSON Lines has one per line. */
async function inFile(
  path: string,
  prompt: Pick<PromptfooPrompt, 'names' | 'where'>,
  context: PromptfooContext,
): Promise<readonly PromptfooPrompt[]> {
  const ending = /\.(\w+)$/.exec(path)?.[1];
  if (ending === 'csv') {
    context.report.refuse(path, 'Prompts in a CSV file are not read.', prompt.where);
    return [];
  }
  if (ending !== 'txt' && ending !== 'jsonl') return [{ ...prompt, path }];
  const text = await readNamed(path, prompt.where, context);
  if (text === undefined) return [];
  const texts = text
    .replace(/^\uFEFF/, '')
    .split(ending === 'txt' ? /^[ \t]*---[ \t]*\r?$/m : /\r?\n/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return texts.length < 2 && ending === 'txt'
    ? [{ ...prompt, path }]
    : texts.map((one) => ({ ...prompt, path, text: one }));
}

/** Whether a test that names prompts means this one: by a name, the beginning of one before `:`, or `name*`. */
export function isMeant({ names }: PromptfooPrompt, allowed: readonly string[] | undefined): boolean {
  return (
    allowed === undefined ||
    allowed.some((wanted) =>
      names.some(
        (name) =>
          name === wanted ||
          name.startsWith(`${wanted}:`) ||
          (wanted.endsWith('*') && name.startsWith(wanted.slice(0, -1))),
      ),
    )
  );
}
