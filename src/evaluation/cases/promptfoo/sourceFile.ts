import { posix } from 'node:path';
import picomatch from 'picomatch';
import { includePath } from '../../../prompts/includes.js';
import type { TextRange } from '../../../prompts/textRange.js';
import { readYaml, type YamlPath } from '../../../prompts/yamlSource.js';
import type { CasePlace } from '../case.js';
import { isRefused, type CaseFiles } from '../caseFiles.js';
import type { CaseReport } from '../caseReport.js';

/** All that reading a promptfoo project takes. */
export interface PromptfooContext {
  /** Where its paths are taken from, from the root: the folder of the configuration, or its `basePath`. */
  readonly folder: string;
  readonly files: CaseFiles;
  readonly report: CaseReport;
}

/** A YAML or JSON file of the project. */
export interface SourceFile {
  readonly path: string;
  readonly root: unknown;
  readonly rangeOf: (path: YamlPath) => TextRange;
}

/** How many wildcards a glob may have: the time it takes grows with each. */
const maxWildcards = 6;

/** Code that promptfoo would run, with the name of a function behind it or not. */
const code = /\.(?:[cm]?[jt]s|py|rb|go|sh|bash|exe|bat|cmd|ps1|pl)(?::[\w.]+)?$/i;

/**
 * The files that a project names, from the root. What is no file of the repository, and code, is named in the report.
 * @param written a path or glob, with `file://` before it or not
 */
export async function namedFiles(
  written: string,
  where: CasePlace,
  { folder, files, report }: PromptfooContext,
): Promise<readonly string[]> {
  const bare = written.replace(/^file:\/\//, '').replaceAll('\\', '/');
  const refuse = (why: string): readonly string[] => {
    report.refuse(written, why, where);
    return [];
  };
  if (/^\w[\w+.-]*:\/\//.test(bare)) return refuse('It is not in the repository; nothing is fetched for cases.');
  if (code.test(bare)) return refuse('It is code, which is never run for cases.');
  const isOutside = /^(?:\/|~|[A-Za-z]:)/.test(bare);
  const path = isOutside ? undefined : includePath(posix.join(folder, bare));
  if (path === undefined) return refuse('It leads out of the repository; only files in it are read.');
  if (!/[*?[\]{}]/.test(path)) return [path];
  if ((path.match(/\*+|\?|\[/g) ?? []).length > maxWildcards)
    return refuse(`It has more than ${maxWildcards} wildcards.`);
  const isMatch = picomatch(path, { noextglob: true });
  return (await files.list()).filter((file) => isMatch(file));
}

/** The text of a file that a project names; undefined, and reported, where it cannot be read. */
export async function readNamed(
  path: string,
  where: CasePlace,
  { files, report }: PromptfooContext,
): Promise<string | undefined> {
  const text = await files.read(path);
  if (!isRefused(text)) return text;
  report.error('unreadable-file', `\`${path}\` is not read: ${text.refused}.`, where);
  return undefined;
}

/** A YAML or JSON file that a project names; undefined, and reported, where it cannot be read. */
export async function readSource(
  path: string,
  where: CasePlace,
  context: PromptfooContext,
): Promise<SourceFile | undefined> {
  const text = await readNamed(path, where, context);
  return text === undefined ? undefined : sourceOf(path, text, context.report);
}

/** A YAML or JSON text; undefined, and reported, where it is none. */
export function sourceOf(path: string, text: string, report: CaseReport): SourceFile | undefined {
  const yaml = readYaml(text);
  report.add(path, yaml.diagnostics);
  return yaml.value === undefined ? undefined : { path, root: yaml.value, rangeOf: (at) => yaml.valueRange(at) };
}
