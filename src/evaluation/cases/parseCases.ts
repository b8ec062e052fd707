import schema from '../../../schemas/cases.schema.json' with { type: 'json' };
import type { Diagnostic } from '../../prompts/diagnostic.js';
import { Findings } from '../../prompts/findings.js';
import { jsonObjectOf } from '../../prompts/formats/jsonOf.js';
import { isObject } from '../../prompts/json.js';
import { listOf, textsOf } from '../../prompts/jsonSchema.js';
import { checkAgainstSchema } from '../../prompts/schemaCheck.js';
import { readYaml, type YamlSource } from '../../prompts/yamlSource.js';
import type { Case } from './case.js';
import { UniqueIds } from './caseId.js';
import { checkCases, type CaseKnowledge } from './checkCases.js';
import { readAssertions } from './readAssertion.js';
import { numberOf, readCase, type CaseDefaults } from './readCase.js';

/** A file of cases, understood. */
export interface CasesFile {
  /** The prompt's file as written, relative to the folder of this one. */
  readonly prompt?: string;
  /** Those that can be read, in order; their ids are unique. */
  readonly cases: readonly Case[];
  readonly diagnostics: readonly Diagnostic[];
}

/** More mistakes than this are not told. */
const maxDiagnostics = 500;

/**
 * Reads a file of cases. Never throws.
 * @param text the whole `*.cases.yaml`
 * @param path with forward slashes, from the root (or from where those of `known.prompts` are)
 * @param known what the file must fit to, as far as that is known
 */
export function parseCases(text: string, path: string, known: CaseKnowledge = {}): CasesFile {
  const yaml = readYaml(text);
  if (yaml.value === undefined) return { cases: [], diagnostics: yaml.diagnostics };
  const root = isObject(yaml.value) ? yaml.value : {};
  const defaults = readDefaults(root['defaults'], yaml);
  const ids = new UniqueIds();
  const cases = listOf(root['cases']).flatMap((value, index): Case[] => {
    if (!isObject(value)) return [];
    const raw = {
      value,
      path,
      rangeOf: (inner: readonly (string | number)[]) => yaml.valueRange(['cases', index, ...inner]),
    };
    const read = readCase(raw, defaults);
    return [{ ...read, id: ids.give(read.id) }];
  });
  const findings = new Findings(yaml);
  checkCases(root, path, known, findings);
  const diagnostics = [...yaml.diagnostics, ...checkAgainstSchema(schema, yaml), ...findings.diagnostics]
    .sort((a, b) => a.range.start - b.range.start)
    .slice(0, maxDiagnostics);
  return { ...(typeof root['prompt'] === 'string' && { prompt: root['prompt'] }), cases, diagnostics };
}

function readDefaults(value: unknown, yaml: YamlSource): CaseDefaults {
  const defaults = isObject(value) ? value : {};
  const weight = numberOf(defaults['weight']);
  const threshold = numberOf(defaults['threshold']);
  return {
    vars: isObject(defaults['vars']) ? jsonObjectOf(defaults['vars']) : {},
    asserts: readAssertions(defaults['assert'], ['defaults', 'assert'], (at) => yaml.valueRange(at)),
    tags: textsOf(defaults['tags']),
    ...(weight !== undefined && weight > 0 && { weight }),
    ...(threshold !== undefined && { threshold }),
  };
}
