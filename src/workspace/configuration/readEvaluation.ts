import type { Price } from '../../prompts/comparison/prices.js';
import type { Findings } from '../../prompts/findings.js';
import { textsOf } from '../../prompts/jsonSchema.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import { isLoopback } from '../loopback.js';
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
  checkSettings(type, raw, findings);
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

/** The schema knows the settings of all types together; which are of this one is said here. */
function checkSettings(type: ProviderType, raw: Raw, findings: Findings): void {
  const own = settingsOf[type];
  const others = Object.values(settingsOf).flat();
  for (const key of Object.keys(raw).filter((name) => others.includes(name) && !own.includes(name))) {
    const has = own.length === 0 ? 'It has none' : `It has ${own.map((name) => `\`${name}\``).join(', ')}`;
    const message = `\`${key}\` is no setting of a \`${type}\` provider. ${has}.`;
    findings.error('unknown-key', { key: [...place, key] }, message);
  }
  const [needed] = own;
  if (needed !== undefined && raw[needed] === undefined)
    findings.error('missing-key', { inside: place }, `A \`${type}\` provider needs \`${needed}\`.`);
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
  if (typeof url === 'string') checkUrl(url, findings);
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

/** What is no address at first sight the schema check has told. */
function checkUrl(text: string, findings: Findings): void {
  const at = { value: [...place, 'url'] };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url && /^https?:/.test(text))
    findings.error('wrong-value', at, 'This is no address. It is one such as http://localhost:11434/v1.');
  if (url?.protocol !== 'http:' || isLoopback(url)) return;
  const message =
    'All requests, and the token, go to this server unencrypted. Use https where anybody can listen in between.';
  findings.warning('unencrypted', at, message);
}

function readPrices(raw: Raw): Readonly<Record<string, Price>> {
  return Object.fromEntries(
    Object.entries(raw).flatMap(([model, price]): [string, Price][] => {
      const { prompt, completion } = mapping(price);
      return typeof prompt === 'number' && typeof completion === 'number' ? [[model, { prompt, completion }]] : [];
    }),
  );
}
