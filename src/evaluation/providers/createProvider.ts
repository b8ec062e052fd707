import { setTimeout as sleep } from 'node:timers/promises';
import { HumanError } from '../../prompts/humanError.js';
import type { ProviderSettings } from '../../workspace/configuration/configuration.js';
import type { Token } from '../../workspace/tokens.js';
import type { RowProblem } from './imported.js';
import type { Provider } from './provider.js';

export interface ProviderOptions {
  /** The repository's folder. */
  readonly root: string;
  /** Whether the workspace is trusted: else there is neither network nor process. */
  readonly trusted: boolean;
  readonly token: Token;
}

export interface CreatedProvider {
  /** Absent for `recorded`, which has recordings alone. */
  readonly provider?: Provider;
  /** What is wrong with rows that were imported. */
  readonly problems: readonly RowProblem[];
}

/**
 * The provider that the configuration names. To add one: a file in this folder, its settings in the configuration, and
 * a case here. What reaches the network or starts a process is loaded only when it is named.
 * @throws HumanError `refused` where it needs a trusted workspace; what `readImported` throws
 */
export async function createProvider(
  settings: ProviderSettings,
  { root, trusted, token }: ProviderOptions,
  signal: AbortSignal,
): Promise<CreatedProvider> {
  switch (settings.type) {
    case 'recorded':
      return { problems: [] };
    case 'imported': {
      const { readImported } = await import('./imported.js');
      return readImported(settings, root, signal);
    }
    case 'openai': {
      if (!trusted) throw untrusted('call a model');
      const { openAi } = await import('./openAi.js');
      const wait = (milliseconds: number, until: AbortSignal) => sleep(milliseconds, undefined, { signal: until });
      return { provider: openAi(settings, { token, now: Date.now, random: Math.random, sleep: wait }), problems: [] };
    }
    case 'command': {
      if (!trusted) throw untrusted('run a program');
      const { command } = await import('./command.js');
      return { provider: command(settings, root, process.env), problems: [] };
    }
  }
}

function untrusted(what: string): HumanError {
  return new HumanError(
    'refused',
    `The evaluation would ${what}, as prompt-rollout.yaml says, but this workspace is not trusted. Nothing was done; replay recordings, or trust it.`,
  );
}
