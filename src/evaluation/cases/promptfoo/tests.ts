import { isObject } from '../../../prompts/json.js';
import type { TextRange } from '../../../prompts/textRange.js';
import type { YamlPath } from '../../../prompts/yamlSource.js';
import { isRefused } from '../caseFiles.js';
import { csvRows } from '../csvRows.js';
import { jsonRows } from '../jsonRows.js';
import type { RawCase } from '../readCase.js';
import { checkColumns, csvTest } from './csvTest.js';
import { followed } from './references.js';
import { namedFiles, readSource, type PromptfooContext, type SourceFile } from './sourceFile.js';
import type { CasePlace } from '../case.js';

/** A test of promptfoo, before its defaults, with the file that its references lead into. */
export interface Test extends RawCase {
  readonly root: unknown;
}

/**
 * The tests of a project as they come: those that stand in `tests`, and those in the files that it names.
 * @param at where `value` stands in `file`
 */
export async function* readTests(
  value: unknown,
  at: YamlPath,
  file: SourceFile,
  context: PromptfooContext,
): AsyncGenerator<Test, void, undefined> {
  const where = (path: YamlPath): CasePlace => ({ path: file.path, range: file.rangeOf(path) });
  const listed: readonly (readonly [YamlPath, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown, index) => [[...at, index], item])
    : value === undefined || value === null
      ? []
      : [[at, value]];
  for (const [path, written] of listed) {
    const item = followed(written, file.root);
    const named = isObject(item) && typeof item['path'] === 'string' ? item['path'] : item;
    if (typeof named === 'string') {
      for (const name of await namedFiles(named, where(path), context)) yield* testsInFile(name, where(path), context);
    } else if (isObject(item)) {
      yield testAt(item, path, file);
    } else {
      context.report.error('no-test', 'This is no test: a mapping with `vars` or `assert`, or a file.', where(path));
    }
  }
}

/** The tests of one file: CSV, JSON Lines, YAML or JSON. @param where it is named */
export async function* testsInFile(
  path: string,
  where: CasePlace,
  context: PromptfooContext,
): AsyncGenerator<Test, void, undefined> {
  const ending = /\.(\w+)(?:#.*)?$/.exec(path.toLowerCase())?.[1] ?? '';
  if (ending === 'csv' || ending === 'jsonl') yield* testsInRows(path, where, context, ending);
  else if (['yaml', 'yml', 'json'].includes(ending)) {
    const file = await readSource(path, where, context);
    const items: readonly unknown[] = file === undefined ? [] : Array.isArray(file.root) ? file.root : [file.root];
    for (const [index, written] of items.entries()) {
      const at = Array.isArray(file?.root) ? [index] : [];
      const item = followed(written, file?.root);
      if (file && isObject(item)) yield testAt(item, at, file);
      else if (file)
        context.report.error('no-test', 'This is no test: a mapping with `vars` or `assert`.', {
          path,
          range: file.rangeOf(at),
        });
    }
  } else context.report.refuse(path, 'Tests are read from CSV, JSON Lines, YAML and JSON files.', where);
}

async function* testsInRows(
  path: string,
  where: CasePlace,
  { files, report }: PromptfooContext,
  ending: 'csv' | 'jsonl',
): AsyncGenerator<Test, void, undefined> {
  const pieces = await files.stream(path);
  if (isRefused(pieces)) {
    report.error('unreadable-file', `\`${path}\` is not read: ${pieces.refused}.`, where);
    return;
  }
  const problem = (code: string) => (message: string, range: TextRange) => report.error(code, message, { path, range });
  const test = (value: Readonly<Record<string, unknown>>, range: TextRange): Test => ({
    value,
    path,
    rangeOf: () => range,
    root: value,
  });
  if (ending === 'jsonl') {
    for await (const { value, range } of jsonRows(pieces, problem('json-syntax'))) {
      if (isObject(value)) yield test(value, range);
      else report.error('no-test', 'This line is no test: a mapping with `vars` or `assert`.', { path, range });
    }
    return;
  }
  let columns: readonly string[] | undefined;
  const told = new Set<string>();
  for await (const { value: row, range } of csvRows(pieces, problem('csv-syntax'))) {
    if (!columns) {
      columns = row;
      checkColumns(columns, (message) => report.warning('csv-column', message, { path, range }));
      continue;
    }
    if (row.length !== columns.length) {
      const message = `This row has ${row.length} values, but there are ${columns.length} columns.`;
      report.warning('csv-values', message, { path, range });
    }
    const value = csvTest(columns, row, (column, message) => {
      if (told.has(column)) return;
      told.add(column);
      report.warning('csv-column', message, { path, range });
    });
    yield test(value, range);
  }
}

function testAt(value: Readonly<Record<string, unknown>>, at: YamlPath, file: SourceFile): Test {
  return { value, path: file.path, rangeOf: (inner) => file.rangeOf([...at, ...inner]), root: file.root };
}
