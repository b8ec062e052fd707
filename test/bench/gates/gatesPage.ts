import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

const page = new URL('../../../docs/gates.md', import.meta.url);

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Writes tables into `docs/gates.md`, each between the marks of its name. */
export async function writeGatesPage(tables: Readonly<Record<string, Table>>): Promise<void> {
  const is = await readFile(page, 'utf8');
  const filled = is.replace(/(<!-- (\w+) -->\n)[^]*?(<!-- \/\2 -->)/g, (all, from: string, name: string, to: string) =>
    tables[name] ? `${from}\n${markdown(tables[name])}\n\n${to}` : all,
  );
  await writeFile(page, await format(filled, { ...(await resolveConfig(page)), parser: 'markdown' }));
}

export function markdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}
