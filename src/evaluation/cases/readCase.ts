import { jsonObjectOf } from '../../prompts/formats/jsonOf.js';
import { isObject, type JsonObject } from '../../prompts/json.js';
import { textsOf } from '../../prompts/jsonSchema.js';
import type { TextRange } from '../../prompts/textRange.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import type { Assertion } from '../graders/assertion.js';
import type { Case } from './case.js';
import { madeId } from './caseId.js';
import { readAssertions } from './readAssertion.js';

/** A case as its file says it. */
export interface RawCase {
  readonly value: Readonly<Record<string, unknown>>;
  /** The file, from the root. */
  readonly path: string;
  /** Where the whole case stands (`[]`), or something in it. */
  readonly rangeOf: (path: YamlPath) => TextRange;
}

/** What holds for all cases of a source that do not say otherwise. */
export interface CaseDefaults {
  readonly vars: JsonObject;
  /** Before those of the case. */
  readonly asserts: readonly Assertion[];
  readonly tags: readonly string[];
  readonly weight?: number;
  readonly threshold?: number;
}

/** Reads one case. What has the wrong shape counts as absent; a schema says so elsewhere. */
export function readCase({ value, path, rangeOf }: RawCase, defaults: CaseDefaults): Case {
  const { id, description, expected } = value;
  const own = isObject(value['vars']) ? jsonObjectOf(value['vars']) : {};
  const vars = { ...defaults.vars, ...own };
  const threshold = numberOf(value['threshold']) ?? defaults.threshold;
  const weight = numberOf(value['weight']);
  return {
    id: isId(id) ? String(id) : madeId(vars),
    ...(typeof description === 'string' && description !== '' && { description }),
    vars,
    asserts: [...defaults.asserts, ...readAssertions(value['assert'], ['assert'], rangeOf)],
    tags: [...new Set([...defaults.tags, ...textsOf(value['tags'])])],
    critical: value['critical'] === true,
    weight: weight !== undefined && weight > 0 ? weight : (defaults.weight ?? 1),
    ...(threshold !== undefined && { threshold }),
    ...(typeof expected === 'string' && { expected }),
    place: { path, range: rangeOf([]) },
  };
}

/** Whether a file gives a case an id of its own. */
export function isId(id: unknown): id is string | number {
  return (typeof id === 'string' && id !== '') || typeof id === 'number';
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
