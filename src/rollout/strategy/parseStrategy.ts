import schema from '../../../schemas/rollout.schema.json' with { type: 'json' };
import type { Diagnostic } from '../../prompts/diagnostic.js';
import { Findings } from '../../prompts/findings.js';
import { isObject } from '../../prompts/json.js';
import { checkAgainstSchema } from '../../prompts/schemaCheck.js';
import { readYaml } from '../../prompts/yamlSource.js';
import { readStrategy } from './readStrategy.js';
import type { Strategy } from './strategy.js';

/**
 * Reads a strategy file. Never throws.
 * @param text the whole `*.rollout.yaml`
 * @returns all mistakes with their places in the text; the strategy only where there is no error among them
 */
export function parseStrategy(text: string): { strategy?: Strategy; diagnostics: readonly Diagnostic[] } {
  const yaml = readYaml(text);
  if (yaml.diagnostics.some(isError)) return { diagnostics: yaml.diagnostics };
  const findings = new Findings(yaml);
  const schemaErrors = checkAgainstSchema(schema, yaml);
  const strategy = isObject(yaml.value) ? readStrategy(yaml.value, findings) : undefined;
  const diagnostics = [...yaml.diagnostics, ...schemaErrors, ...findings.diagnostics].sort(
    (a, b) => a.range.start - b.range.start,
  );
  return strategy && !diagnostics.some(isError) ? { strategy, diagnostics } : { diagnostics };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
