/** What `prompt-rollout.yaml` says, checked, with a default for everything it does not say. */
export interface Configuration {
  /** Globs of prompt files, from the root of the repository. */
  readonly prompts: readonly string[];
  /** By name, at least one, in the order of the file; names are lower case and fit to be a part of a branch name. */
  readonly environments: Readonly<Record<string, EnvironmentSettings>>;
  readonly evaluation: { readonly provider: ProviderSettings };
  readonly log: { readonly remote?: string };
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

/** Files with one JSON object per line, and which of its fields says what. */
export interface MetricsSettings {
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
}

export interface RegistrySettings {
  readonly type: 'langfuse' | 'promptlayer';
  readonly url?: string;
}

/** Where outputs for the offline evaluation come from. */
export interface ProviderSettings {
  readonly type: string;
  /** Everything else that the file says about it. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export const defaultTraffic: TrafficSettings = { type: 'flagd', file: 'flags.flagd.json' };

export const defaultMetrics: MetricsSettings = {
  type: 'jsonl',
  files: ['telemetry/*.jsonl'],
  fields: { time: 'time', prompt: 'prompt', version: 'version', arm: 'arm', unit: 'unit' },
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
  evaluation: { provider: { type: 'recorded', settings: {} } },
  log: {},
};
