import schema from '../../../schemas/configuration.schema.json' with { type: 'json' };
import type { Diagnostic } from '../../prompts/diagnostic.js';
import { Findings } from '../../prompts/findings.js';
import { secretsIn } from '../../prompts/formats/findSecrets.js';
import { checkAgainstSchema } from '../../prompts/schemaCheck.js';
import { readYaml, type YamlPath, type YamlSource } from '../../prompts/yamlSource.js';
import {
  defaultConfiguration,
  defaultMetrics,
  defaultTraffic,
  openTelemetryFields,
  type Configuration,
  type EnvironmentSettings,
  type RegistrySettings,
  type TelemetryFields,
} from './configuration.js';
import { checkInside, mapping, pathsOf, type Raw } from './rawValues.js';
import { readEvaluation } from './readEvaluation.js';

/** Where the configuration stands, from the root of the repository. */
export const configurationFile = 'prompt-rollout.yaml';

/** What other versions may know, but this one does not. */
const unavailable: Readonly<Record<'traffic' | 'metrics', readonly string[]>> = {
  traffic: ['unleash', 'launchdarkly', 'http'],
  metrics: ['prometheus'],
};

/**
 * Reads the configuration. Never throws.
 * @param text the whole `prompt-rollout.yaml`; an empty one means all defaults
 * @returns all mistakes with their places in the text; the configuration only where there is no error among them
 */
export function parseConfiguration(text: string): {
  configuration?: Configuration;
  diagnostics: readonly Diagnostic[];
} {
  const yaml = readYaml(text);
  if (yaml.diagnostics.some(isError)) return { diagnostics: yaml.diagnostics };
  const findings = new Findings(yaml);
  const raw = mapping(yaml.value);
  const replaced = reportUnavailable(raw, yaml, findings);
  const schemaErrors = checkAgainstSchema(schema, yaml).filter(({ range }) => !replaced.some(holds(range)));
  const configuration = readConfiguration(raw, findings);
  const secrets = secretsIn(text).map(literalSecret);
  const diagnostics = [...yaml.diagnostics, ...schemaErrors, ...findings.diagnostics, ...secrets].sort(
    (a, b) => a.range.start - b.range.start,
  );
  return diagnostics.some(isError) ? { diagnostics } : { configuration, diagnostics };
}

function literalSecret({ service, range }: ReturnType<typeof secretsIn>[number]): Diagnostic {
  const message = `This looks like a secret (${service} key). Revoke it: whoever reads the repository's history can read it. Secrets are stored in the editor, or in PROMPT_ROLLOUT_TOKENS.`;
  return { severity: 'error', code: 'literal-secret', message, range };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** Says which systems are not available in this version. @returns where they are described, which nothing else can judge */
function reportUnavailable(raw: Raw, yaml: YamlSource, findings: Findings): Diagnostic['range'][] {
  return Object.entries(mapping(raw['environments'])).flatMap(([name, environment]) =>
    (['traffic', 'metrics'] as const).flatMap((part) => {
      const type = mapping(mapping(environment)[part])['type'];
      if (typeof type !== 'string' || !unavailable[part].includes(type)) return [];
      const path: YamlPath = ['environments', name, part];
      const message = `\`${type}\` is not available in this version. Use \`${part === 'traffic' ? 'flagd' : 'jsonl'}\`.`;
      findings.error('not-available', { value: [...path, 'type'] }, message);
      return [yaml.valueRange(path)];
    }),
  );
}

function holds(inner: Diagnostic['range']): (outer: Diagnostic['range']) => boolean {
  return (outer) => outer.start <= inner.start && inner.end <= outer.end;
}

/** Reads what is there; where the types are wrong (the schema check says so) it takes the defaults. */
function readConfiguration(raw: Raw, findings: Findings): Configuration {
  const environments = Object.entries(mapping(raw['environments'])).map(
    ([name, environment]) => [name, readEnvironment(name, mapping(environment), findings)] as const,
  );
  checkFlagFiles(environments, findings);
  const remote = mapping(raw['log'])['remote'];
  if (remote !== undefined) {
    const message = 'This version does not share the log yet: it stays in this clone.';
    findings.information('not-used-yet', { key: ['log', 'remote'] }, message);
  }
  return {
    prompts: pathsOf(raw['prompts'], ['prompts'], findings) ?? defaultConfiguration.prompts,
    environments: environments.length === 0 ? defaultConfiguration.environments : Object.fromEntries(environments),
    evaluation: readEvaluation(mapping(raw['evaluation']), findings),
    log: typeof remote === 'string' ? { remote } : {},
  };
}

function readEnvironment(name: string, raw: Raw, findings: Findings): EnvironmentSettings {
  const path: YamlPath = ['environments', name];
  const { file } = mapping(raw['traffic']);
  const metrics = mapping(raw['metrics']);
  if (typeof file === 'string') checkInside(file, [...path, 'traffic', 'file'], findings);
  const registry = readRegistry(raw['registry']);
  if (registry) {
    const message = 'This version does not use the registry yet: versions are neither published nor labelled.';
    findings.information('not-used-yet', { key: [...path, 'registry'] }, message);
  }
  return {
    traffic: { type: 'flagd', file: typeof file === 'string' ? file : defaultTraffic.file },
    metrics: {
      type: 'jsonl',
      files: pathsOf(metrics['files'], [...path, 'metrics', 'files'], findings) ?? defaultMetrics.files,
      fields: metrics['fields'] === 'opentelemetry' ? openTelemetryFields : readFields(mapping(metrics['fields'])),
    },
    ...(registry && { registry }),
  };
}

function readFields(raw: Raw): TelemetryFields {
  const field = (name: Exclude<keyof TelemetryFields, 'armByVersion'>) => {
    const value = raw[name];
    return typeof value === 'string' ? value : defaultMetrics.fields[name];
  };
  return {
    time: field('time'),
    prompt: field('prompt'),
    version: field('version'),
    arm: field('arm'),
    unit: field('unit'),
  };
}

function readRegistry(raw: unknown): RegistrySettings | undefined {
  const { type, url } = mapping(raw);
  if (type !== 'langfuse' && type !== 'promptlayer') return undefined;
  return { type, ...(typeof url === 'string' && { url }) };
}

/** Two environments in one flag file would overwrite each other's flags, which have the same keys. */
function checkFlagFiles(environments: readonly (readonly [string, EnvironmentSettings])[], findings: Findings): void {
  const owners = new Map<string, string>();
  for (const [name, { traffic }] of environments) {
    const file = traffic.file.replace(/^(\.\/)+/, '');
    const owner = owners.get(file);
    if (owner === undefined) owners.set(file, name);
    else {
      const message = `\`${name}\` and \`${owner}\` would both write the flags of ${file}. Give \`${name}\` a \`traffic\` with a \`file\` of its own.`;
      findings.error('same-flag-file', { key: ['environments', name, 'traffic', 'file'] }, message);
    }
  }
}
