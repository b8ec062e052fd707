import type { Price } from '../../prompts/comparison/prices.js';

/** What `prompt-rollout.yaml` says, checked, with a default for everything it does not say. */
export interface Configuration {
  /** Globs of prompt files, from the root of the repository. */
  readonly prompts: readonly string[];
  /** By name, at least one, in the order of the file; names are lower case and fit to be a part of a branch name. */
  readonly environments: Readonly<Record<string, EnvironmentSettings>>;
  readonly evaluation: EvaluationSettings;
  readonly log: { readonly remote?: string };
}

export interface EvaluationSettings {
  readonly provider: ProviderSettings;
  /** By the model's name, before the prices that we know. */
  readonly prices: Readonly<Record<string, Price>>;
}

export interface EnvironmentSettings {
  readonly traffic: TrafficSettings;
  readonly metrics: MetricsSettings;
  readonly registry?: RegistrySettings;
}

/** A flag definition file; its path is from the root of the repository and stays inside. */
export interface TrafficSettings {
  readonly type: 'flagd';
  readonly file: string;
}

export type MetricsSettings = JsonLinesSettings | PrometheusSettings;

/** Files with one JSON object per line, and which of its fields says what. */
export interface JsonLinesSettings {
  readonly type: 'jsonl';
  /** Globs from the root of the repository. */
  readonly files: readonly string[];
  readonly fields: TelemetryFields;
}

export interface TelemetryFields {
  readonly time: string;
  readonly prompt: string;
  readonly version: string;
  readonly arm: string;
  readonly unit: string;
  /** A line that names no arm is told by its version; absent: such a line cannot be used. */
  readonly armByVersion?: true;
}

/** Counters that Prometheus scrapes; each rises once per finished unit. */
export interface PrometheusSettings {
  readonly type: 'prometheus';
  /** Up to `/api/v1`; without a user or a password. */
  readonly url: string;
  readonly labels: { readonly prompt: string; readonly version: string; readonly arm: string };
  /** The counter of units. */
  readonly units: string;
  /** By the name of a field that strategies speak of. */
  readonly counters: Readonly<Record<string, FieldCounters>>;
  /** Seconds after a scrape until its samples can surely be queried. */
  readonly delay: number;
}

/** The counters that tell of one field of units: of its being true or of its values, or of its number. */
export interface FieldCounters {
  readonly total?: string;
  readonly label?: string;
  readonly units?: string;
  readonly sum?: string;
  readonly count?: string;
  readonly squares?: string;
  readonly buckets?: string;
}

export interface RegistrySettings {
  readonly type: 'langfuse' | 'promptlayer';
  readonly url?: string;
}

/** Where outputs for the offline evaluation come from. */
export type ProviderSettings = RecordedSettings | ImportedSettings | OpenAiSettings | CommandSettings;

/** Recordings alone: no model is called. */
export interface RecordedSettings {
  readonly type: 'recorded';
}

/** Files with one output per row, and which of its fields says what. */
export interface ImportedSettings {
  readonly type: 'imported';
  /** Globs from the root of the repository. */
  readonly files: readonly string[];
  readonly fields: ImportedFields;
}

export interface ImportedFields {
  readonly prompt: string;
  readonly version: string;
  readonly case: string;
  readonly output: string;
}

/** A server that speaks OpenAI's chat completions. */
export interface OpenAiSettings {
  readonly type: 'openai';
  /** Up to `/v1`; without a user or a password. */
  readonly url: string;
  /** In place of the prompt's. */
  readonly model?: string;
  /** Seconds for one answer. */
  readonly timeout: number;
  /** How many requests at once. */
  readonly concurrency: number;
  /** None of them a secret. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A program that reads a request and prints an output. */
export interface CommandSettings {
  readonly type: 'command';
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** Seconds for one answer. */
  readonly timeout: number;
  /** How many run at once. */
  readonly concurrency: number;
  /** Names of environment variables that it gets, beside those that every program needs. */
  readonly environment: readonly string[];
}

export const defaultTraffic: TrafficSettings = { type: 'flagd', file: 'flags.flagd.json' };

export const defaultMetrics: JsonLinesSettings = {
  type: 'jsonl',
  files: ['telemetry/*.jsonl'],
  fields: { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' },
};

export const defaultPrometheus: Omit<PrometheusSettings, 'url'> = {
  type: 'prometheus',
  labels: { prompt: 'prompt_name', version: 'prompt_version', arm: 'arm' },
  units: 'llm_units_total',
  counters: {},
  delay: 15,
};

/** The attributes of OpenTelemetry's conventions for generative AI. They have none for an arm. */
export const openTelemetryFields: TelemetryFields = {
  time: 'time',
  prompt: 'gen_ai.prompt.name',
  version: 'gen_ai.prompt.version',
  arm: 'arm',
  unit: 'gen_ai.conversation.id',
  armByVersion: true,
};

export const defaultImportedFields: ImportedFields = {
  prompt: 'prompt',
  version: 'version',
  case: 'case',
  output: 'output',
};

/** What holds where there is no file. */
export const defaultConfiguration: Configuration = {
  prompts: [
    '**/*.prompt.{yml,yaml}',
    '**/*.prompt',
    '**/*.prompty',
    '**/prompts/**/*.{md,txt,j2,jinja,mustache,hbs,liquid}',
  ],
  environments: { production: { traffic: defaultTraffic, metrics: defaultMetrics } },
  evaluation: { provider: { type: 'recorded' }, prices: {} },
  log: {},
};
