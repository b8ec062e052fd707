import type { Diagnostic, Severity } from './diagnostic.js';
import { isObject } from './json.js';
import type { TextRange } from './textRange.js';
import type { YamlPath, YamlSource } from './yamlSource.js';

/** Where something was found: at a key, at a value, or inside a mapping that lacks something. */
export type Place = { readonly key: YamlPath } | { readonly value: YamlPath } | { readonly inside: YamlPath };

/** Collects what is wrong in one YAML file. */
export class Findings {
  private readonly found: Diagnostic[] = [];

  constructor(private readonly yaml: YamlSource) {}

  get diagnostics(): readonly Diagnostic[] {
    return this.found;
  }

  /** Something that makes the file unusable. */
  error(code: string, place: Place, message: string, replacement?: string): void {
    this.add('error', code, place, message, replacement);
  }

  warning(code: string, place: Place, message: string, replacement?: string): void {
    this.add('warning', code, place, message, replacement);
  }

  information(code: string, place: Place, message: string): void {
    this.add('information', code, place, message);
  }

  private add(severity: Severity, code: string, place: Place, message: string, replacement?: string): void {
    const range = rangeOfPlace(this.yaml, place);
    this.found.push({ severity, code, message, range, ...(replacement !== undefined && { replacement }) });
  }
}

/**
 * The range of a place. What a mapping lacks is shown at the mapping's own key; in a list, and at the root, at its
 * first key, so that a whole block is never underlined.
 */
function rangeOfPlace(yaml: YamlSource, place: Place): TextRange {
  if ('key' in place) return yaml.keyRange(place.key);
  if ('value' in place) return yaml.valueRange(place.value);
  if (typeof place.inside.at(-1) === 'string') return yaml.keyRange(place.inside);
  const mapping = valueAt(yaml.value, place.inside);
  const first = isObject(mapping) ? Object.keys(mapping)[0] : undefined;
  return first === undefined ? yaml.valueRange(place.inside) : yaml.keyRange([...place.inside, first]);
}

/** The value at a path; undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
    return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, root);
}
