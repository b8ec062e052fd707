/** The files that are checked whether or not they are open, as a glob. */
export const alwaysChecked = '**/{*.rollout.yaml,*.cases.yaml,prompt-rollout.yaml}';

/** What kind of file it is, by its path alone; a prompt is known by the project. */
export function helpKind(path: string): 'strategy' | 'cases' | 'configuration' | undefined {
  if (path.endsWith('.rollout.yaml')) return 'strategy';
  if (path.endsWith('.cases.yaml')) return 'cases';
  return path.endsWith('/prompt-rollout.yaml') ? 'configuration' : undefined;
}
