import type { Price } from '../../prompts/comparison/prices.js';
import type { Findings } from '../../prompts/findings.js';
import { textsOf } from '../../prompts/jsonSchema.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import { checkSettings } from './checkSettings.js';
import { checkUrl } from './checkUrl.js';
import {
  defaultConfiguration,
  defaultImportedFields,
  type EvaluationSettings,
  type ImportedFields,
  type OpenAiSettings,
  type ProviderSettings,
} from './configuration.js';
import { mapping, pathsOf, type Raw } from './rawValues.js';

/** Reads how cases are evaluated; where the types are wrong (the schema check says so) it takes the defaults. */
export function readEvaluation(raw: Raw, findings: Findings): EvaluationSettings {
  return { provider: readProvider(raw['provider'], findings), prices: readPrices(mapping(raw['prices'])) };
}

type ProviderType = ProviderSettings['type'];

/** Which settings a type has; the first one it cannot do without. */
const settingsOf: Readonly<Record<ProviderType, readonly string[]>> = {
  recorded: [],
  imported: ['files', 'fields'],
  openai: ['url', 'model', 'headers', 'timeout', 'concurrency'],
  command: ['command', 'environment', 'timeout', 'concurrency'],
};

const place: YamlPath = ['evaluation', 'provider'];

function readProvider(value: unknown, findings: Findings): ProviderSettings {
  const raw = mapping(value);
  const type = raw['type'];
  if (!isType(type)) return defaultConfiguration.evaluation.provider;
  const providers = { settingsOf, called: (one: ProviderType) => `a \`${one}\` provider` };
  checkSettings(providers, type, settingsOf[type][0], raw, place, findings);
  switch (type) {
    case 'recorded':
      return { type };
    case 'imported':
      return {
        type,
        files: pathsOf(raw['files'], [...place, 'files'], findings) ?? [],
        fields: readFields(mapping(raw['fields'])),
      };
    case 'openai':
      return readOpenAi(raw, findings);
    case 'command':
      return { type, command: textsOf(raw['command']), environment: textsOf(raw['environment']), ...limitsOf(raw) };
  }
}

function isType(type: unknown): type is ProviderType {
  return typeof type === 'string' && Object.hasOwn(settingsOf, type);
}

function limitsOf({ timeout, concurrency }: Raw): Pick<OpenAiSettings, 'timeout' | 'concurrency'> {
  return {
    timeout: typeof timeout === 'number' ? timeout : 60,
    concurrency: typeof concurrency === 'number' ? concurrency : 4,
  };
}

function readFields(raw: Raw): ImportedFields {
  const field = (name: keyof ImportedFields): string => {
    const value = raw[name];
    return typeof value === 'string' ? value : defaultImportedFields[name];
  };
  return { prompt: field('prompt'), version: field('version'), case: field('case'), output: field('output') };
}

function readOpenAi(raw: Raw, findings: Findings): OpenAiSettings {
  const { url, model } = raw;
  if (typeof url === 'string') checkUrl(url, [...place, 'url'], 'http://localhost:11434/v1', findings);
  const headers = Object.entries(mapping(raw['headers'])).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  for (const [name] of headers.filter(([key]) => /auth|cookie|key|token|secret/i.test(key))) {
    const message = `\`${name}\` looks like a header for a secret, and no file holds one. Store the token for the server's origin; it is sent as \`Authorization: Bearer\`.`;
    findings.error('secret-header', { key: [...place, 'headers', name] }, message);
  }
  return {
    type: 'openai',
    url: typeof url === 'string' ? url : '',
    ...(typeof model === 'string' && { model }),
    headers: Object.fromEntries(headers),
    ...limitsOf(raw),
  };
}

function readPrices(raw: Raw): Readonly<Record<string, Price>> {
  return Object.fromEntries(
    Object.entries(raw).flatMap(([model, price]): [string, Price][] => {
      const { prompt, completion } = mapping(price);
      return typeof prompt === 'number' && typeof completion === 'number' ? [[model, { prompt, completion }]] : [];
    }),
  );
}
