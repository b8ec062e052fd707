import { valueAt } from '../../../prompts/findings.js';
import { isObject } from '../../../prompts/json.js';

/** How many references may lead to one another. */
const most = 20;

/**
 * What a value stands for: `{ $ref: '#/assertionTemplates/polite' }` is the value at that place of the file, with the
 * other keys that stand beside the reference. Anything else is itself.
 * @returns undefined where a reference leads nowhere, out of the file, or in a circle
 */
export function followed(value: unknown, root: unknown): unknown {
  let found = value;
  for (let count = 0; isObject(found) && typeof found['$ref'] === 'string'; count += 1) {
    const { $ref: reference, ...beside } = found;
    const target = count < most && typeof reference === 'string' ? at(root, reference) : undefined;
    if (target === undefined) return undefined;
    found = isObject(target) ? { ...target, ...beside } : target;
  }
  return found;
}

/** The value at a JSON pointer such as `#/assertionTemplates/polite`. */
function at(root: unknown, pointer: string): unknown {
  if (!pointer.startsWith('#/')) return undefined;
  let found = root;
  for (const part of pointer.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found = valueAt(found, [Array.isArray(found) ? Number(name) : name]);
  }
  return found;
}
