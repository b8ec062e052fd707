/** The files that are checked whether or not they are open, as a glob. */
export const alwaysChecked = '**/{*.rollout.yaml,prompt-rollout.yaml}';

/** What kind of file it is, by its path alone; a prompt is known by the project. */
export function helpKind(path: string): 'strategy' | 'configuration' | undefined {
  if (path.endsWith('.rollout.yaml')) return 'strategy';
  return path.endsWith('/prompt-rollout.yaml') ? 'configuration' : undefined;
}
