import type { Variable } from '../promptDocument.js';
import { shorten } from '../shorten.js';
import { suggestion } from '../suggestion.js';
import type { TextRange } from '../textRange.js';
import type { VariableUse } from '../variables/templateScan.js';
import type { DeclaredInput } from './readInputs.js';
import type { Report } from './report.js';

/**
 * The inputs of a prompt: what it declares (in that order), then what it only uses.
 * Undeclared and unused ones are reported where the file declares any.
 */
export function collectVariables(
  declared: readonly DeclaredInput[] | undefined,
  uses: readonly VariableUse[],
  report: Report,
): Variable[] {
  const variables = new Map<string, Omit<Variable, 'uses'>>();
  const places = new Map<string, Map<number, TextRange>>();
  for (const { name, range, ...input } of declared ?? []) {
    if (!variables.has(name)) variables.set(name, { name, ...input, declared: range });
  }
  for (const use of uses) {
    if (!variables.has(use.name)) {
      if (use.inSection) continue; // it may be a field of the section's item
      variables.set(use.name, { name: use.name, required: true });
    }
    const known = places.get(use.name) ?? new Map<number, TextRange>();
    places.set(use.name, known.set(use.range.start, use.range));
  }
  const all = [...variables.values()].map((variable) => ({
    ...variable,
    uses: [...(places.get(variable.name)?.values() ?? [])],
  }));
  const names = (declared ?? []).map(({ name }) => name).filter(({ length }) => length > 2);
  if (declared) for (const variable of all) reportUndeclaredOrUnused(variable, names.slice(0, maxSuggestions), report);
  return all;
}

/** Among how many declared names a mistyped one is looked for. */
const maxSuggestions = 100;

function reportUndeclaredOrUnused(variable: Variable, names: readonly string[], report: Report): void {
  const { declared, uses } = variable;
  const name = shorten(variable.name);
  if (!declared) {
    const meant = suggestion(variable.name, names);
    const replacement = meant === undefined ? {} : { replacement: meant };
    const what = meant === undefined ? 'Add it to the inputs, or correct its name.' : `Did you mean \`${meant}\`?`;
    const message = `\`${name}\` is used here but not declared. ${what}`;
    for (const range of uses)
      report({ severity: 'warning', code: 'undeclared-variable', message, range, ...replacement });
  } else if (uses.length === 0) {
    const message = `\`${name}\` is declared but never used. Remove it, or use \`{{${name}}}\`.`;
    report({ severity: 'information', code: 'unused-variable', message, range: declared });
  }
}
