import { parseShorthand } from '../assertionShorthand.js';

type Mapping = Readonly<Record<string, unknown>>;

/** What was wrong with a cell: its column, and why. */
type ReportCell = (column: string, message: string) => void;

/**
 * A row of a CSV file as the test that promptfoo makes of it (`testCaseFromCsvRow`, 0.122): columns are variables, but
 * for those that begin with two underscores.
 * @param columns the names in the first row
 * @param row its values; missing ones at the end are no values
 */
export function csvTest(columns: readonly string[], row: readonly string[], report: ReportCell): Mapping {
  const vars = new Map<string, string>();
  const asserts: Record<string, unknown>[] = [];
  const thresholds = new Map<number, number>();
  const metadata = new Map<string, unknown>();
  const told = new Map<string, string>();
  columns.slice(0, row.length).forEach((written, index) => {
    const column = written.trim();
    const value = row[index] ?? '';
    if (column.startsWith('__expected')) {
      if (value.trim() !== '') asserts.push({ ...parseShorthand(value) });
    } else if (column.startsWith('__metadata:')) {
      if (value.trim() !== '') metadata.set(...metadataOf(column.slice('__metadata:'.length), value));
    } else if (column.startsWith('__config:')) {
      readThreshold(column, value, thresholds, report);
    } else if (column === '__metadata') {
      report(column, 'The column `__metadata` needs a key, such as `__metadata:category`. It is left out.');
    } else if (own.has(column)) told.set(column, value);
    else vars.set(column, value);
  });
  const metric = told.get('__metric');
  const threshold = Number.parseFloat(told.get('__threshold') ?? '');
  const given = (key: string, column: string): Mapping => (told.get(column) ? { [key]: told.get(column) } : {});
  return {
    ...given('description', '__description'),
    ...given('providerOutput', '__providerOutput'),
    vars: Object.fromEntries(vars),
    assert: asserts.map((assert, index) => ({
      ...assert,
      ...(metric !== undefined && { metric }),
      ...(thresholds.has(index) && { threshold: thresholds.get(index) }),
    })),
    options: { ...given('prefix', '__prefix'), ...given('suffix', '__suffix') },
    metadata: Object.fromEntries(metadata),
    ...(threshold > 0 && { threshold }),
  };
}

const own = new Set(['__prefix', '__suffix', '__description', '__providerOutput', '__metric', '__threshold']);
/** What the columns of promptfoo's own are called, without their underscores. */
const ownNames = /^_?(expected|prefix|suffix|description|providerOutput|metric|threshold|metadata|config)/;

/** What is doubtful in the names of the columns. */
export function checkColumns(columns: readonly string[], report: (message: string) => void): void {
  for (const column of columns.map((name) => name.trim())) {
    if (column.startsWith('_') && !column.startsWith('__') && ownNames.test(column.slice(1)))
      report(`\`${column}\` is taken for a variable. Did you mean \`_${column}\`?`);
  }
}

/** `tags[]` is a list, with commas between its items and `\,` for a comma in one. */
function metadataOf(key: string, value: string): [string, unknown] {
  if (!key.endsWith('[]')) return [key, value];
  return [key.slice(0, -2), value.split(/(?<!\\),/).map((item) => item.trim().replaceAll('\\,', ','))];
}

/** `__config:__expected2:threshold`: the threshold of the second check. */
function readThreshold(column: string, value: string, thresholds: Map<number, number>, report: ReportCell): void {
  const [, ordinal] = /^__config:__expected(\d*):threshold$/.exec(column) ?? [];
  const threshold = Number.parseFloat(value);
  if (ordinal === undefined) {
    report(
      column,
      `The column \`${column}\` is left out: only \`__config:__expected1:threshold\` and the like are known.`,
    );
  } else if (Number.isFinite(threshold)) {
    thresholds.set(ordinal === '' ? 0 : Number(ordinal) - 1, threshold);
  } else if (value.trim() !== '') {
    report(column, `\`${value}\` in the column \`${column}\` is no number.`);
  }
}
