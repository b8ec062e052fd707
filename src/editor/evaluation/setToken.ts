import type * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import { requireTrust } from '../requireTrust.js';
import type { Dialogs } from '../dialogs.js';
import type { Projects } from '../projects.js';
import { rootOf } from '../promptTextAt.js';

const title = 'Set Token';

/**
 * Keeps a token for the address of a model or backend that the configuration names; an empty one removes it. It is sent
 * to that origin and nowhere else.
 * @throws HumanError where no address is configured, or the workspace is not trusted
 */
export async function setToken({
  projects,
  dialogs,
  secrets,
}: {
  readonly projects: Projects;
  readonly dialogs: Dialogs;
  readonly secrets: vscode.SecretStorage;
}): Promise<void> {
  requireTrust();
  await projects.load();
  const roots = new Set(projects.handles.map(rootOf));
  const origins = new Set((await Promise.all([...roots].map(originsIn))).flat());
  const [first, second] = origins;
  if (first === undefined)
    throw new HumanError(
      'input',
      'No address that takes a token is configured. Name a model under "evaluation.provider" in prompt-rollout.yaml, or Prometheus or a registry under an environment. Nothing was changed.',
    );
  const choices = [...origins].map((origin) => ({ label: origin, value: origin }));
  const origin =
    second === undefined ? first : await dialogs.pick({ title, placeHolder: 'For which address?' }, choices);
  if (origin === undefined) return;
  const isThere = (await secrets.get(origin)) !== undefined;
  const token = await dialogs.secret({
    title: `${title} for ${origin}`,
    prompt: isThere
      ? 'There is one. A new one takes its place; empty removes it.'
      : 'It is kept by VS Code, in no file of yours.',
  });
  if (token === undefined) return;
  await (token === '' ? secrets.delete(origin) : secrets.store(origin, token));
}

/** The origins that the configuration of a folder names. */
async function originsIn(root: string): Promise<readonly string[]> {
  const { readConfiguration } = await import('../../project/project.js');
  const { configuration } = await readConfiguration(root);
  if (!configuration) return [];
  const { provider } = configuration.evaluation;
  const ofEnvironments = Object.values(configuration.environments).flatMap(({ metrics, registry }) => [
    ...('url' in metrics ? [metrics.url] : []),
    ...(registry?.url !== undefined ? [registry.url] : []),
  ]);
  return [...('url' in provider ? [provider.url] : []), ...ofEnvironments].map((url) => new URL(url).origin);
}
