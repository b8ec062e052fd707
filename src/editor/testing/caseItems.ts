import * as vscode from 'vscode';
import type { Case } from '../../evaluation/cases/case.js';
import type { TextRange } from '../../prompts/textRange.js';
import { fileFrom } from '../fileFrom.js';
import { inSlices } from '../inSlices.js';
import type { PromptHandle } from '../projects.js';

/** Files longer than this are not read only to find lines in them. */
const maxBytes = 2_000_000;
/** So many items are made, or told, at a stretch. */
export const together = 100;

/**
 * The items of a prompt's cases, in their order; those that were there before stay the same.
 * @param parent the prompt's item
 * @param idOf the id of the item of a case
 */
export async function caseItems(
  controller: vscode.TestController,
  parent: vscode.TestItem,
  handle: PromptHandle,
  cases: readonly Case[],
  idOf: (of: string) => string,
): Promise<readonly vscode.TestItem[]> {
  const rangesOf = await rangesIn(handle, new Set(cases.map(({ place }) => place.path)));
  const numbered = cases.map((one, index) => ({ one, index }));
  return inSlices(numbered, together, ({ one, index }) => {
    const id = idOf(one.id);
    const uri = fileFrom(handle, one.place.path);
    const known = parent.children.get(id);
    const item = known?.uri?.toString() === uri.toString() ? known : controller.createTestItem(id, one.id, uri);
    item.description = [one.critical && 'critical', one.description].filter(Boolean).join(' · ');
    item.tags = one.tags.map((tag) => new vscode.TestTag(tag));
    item.range = rangesOf.get(one.place.path)?.(one.place.range);
    item.sortText = String(index).padStart(7, '0');
    return item;
  });
}

/** How places in files of cases become lines, by path; absent for what cannot be read or is very long. */
async function rangesIn(
  handle: PromptHandle,
  paths: ReadonlySet<string>,
): Promise<ReadonlyMap<string, (range: TextRange) => vscode.Range>> {
  const { ranges } = await import('../diagnostics/vscodeDiagnostic.js');
  const found = new Map<string, (range: TextRange) => vscode.Range>();
  for (const path of paths) {
    const text = await textOf(fileFrom(handle, path));
    if (text !== undefined) found.set(path, ranges(text));
  }
  return found;
}

/** As it is typed, else as it is on disk. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (open) return open.getText();
  try {
    if ((await vscode.workspace.fs.stat(file)).size > maxBytes) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
