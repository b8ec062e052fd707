import type { Variable } from '../promptDocument.js';
import { shorten } from '../shorten.js';
import { compareNamed, valueWords } from './compareValues.js';
import type { NamedChange } from './comparison.js';

/** What callers are asked to pass, without where it stands in the file. */
type Input = Pick<Variable, 'type' | 'default'> & { readonly mustPass: boolean };

/**
 * Compares what callers must pass. A variable that must be passed now, or has another type, breaks callers; one that
 * is no longer used does not: what they pass in vain does no harm.
 */
export function compareVariables(before: readonly Variable[], after: readonly Variable[]): NamedChange[] {
  return compareNamed(inputs(before), inputs(after), (name, from, to) => {
    const shown = shorten(name);
    if (!to) return { breaking: false, words: `${shown} is no longer used` };
    const mustPass = `callers must now pass ${shown}`;
    if (!from) return { breaking: to.mustPass, words: to.mustPass ? mustPass : `${shown} can be passed now` };
    if (to.mustPass && !from.mustPass) return { breaking: true, words: mustPass };
    if (from.type !== to.type && from.type !== undefined && to.type !== undefined)
      return { breaking: true, words: `callers must now pass ${shown} as ${to.type}, not ${from.type}` };
    if (from.mustPass) return { breaking: false, words: `${shown} need not be passed any more` };
    const words =
      to.default === undefined
        ? `${shown} has another declaration`
        : `${shown} is ${valueWords(to.default)} by default`;
    return { breaking: false, words };
  });
}

function inputs(variables: readonly Variable[]): Map<string, Input> {
  return new Map(
    variables.map(({ name, type, required, uses, default: value }) => [
      name,
      {
        // A type is only compared where both sides declare one: most formats declare none.
        ...(type !== undefined && { type }),
        ...(value !== undefined && { default: value }),
        mustPass: required && value === undefined && uses.length > 0,
      },
    ]),
  );
}
