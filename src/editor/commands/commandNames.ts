/** What people do to rollouts, without the prefix. */
export const rolloutCommands = [
  'refresh',
  'chooseEnvironment',
  'newPrompt',
  'openPrompt',
  'openStrategy',
  'openRollout',
  'showOutput',
  'adopt',
  'start',
  'advance',
  'approve',
  'pause',
  'resume',
  'extend',
  'override',
  'abort',
  'revert',
  'reapply',
  'takeover',
] as const;

/** What people do with versions and files, without the prefix. */
export const versionCommands = [
  'newStrategy',
  'openVersion',
  'compareWithPrevious',
  'compareWithBaseline',
  'compareWithDraft',
  'compareVersions',
  'compareCommits',
  'restoreVersion',
  'loadMoreVersions',
  'copyVersionId',
] as const;

export type RolloutCommand = (typeof rolloutCommands)[number];
export type VersionCommand = (typeof versionCommands)[number];
export type CommandName = RolloutCommand | VersionCommand;

/** The identifier of a command as VS Code knows it. */
export function commandId(name: CommandName): string {
  return `promptRollout.${name}`;
}
