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
  'openComparison',
  'restoreVersion',
  'loadMoreVersions',
  'copyVersionId',
] as const;

/** What people do with the marks in a prompt's text, without the prefix. */
export const markCommands = [
  'toggleMarks',
  'chooseMarksVersion',
  'toggleRemovedWords',
  'nextChange',
  'previousChange',
  'revertChange',
] as const;

/** What people do to see prompts filled in, without the prefix. */
export const previewCommands = ['openPreview', 'previewVersions'] as const;

/** What people do with cases, without the prefix. */
export const casesCommands = ['newCases', 'addCase'] as const;

/** What people do to evaluate a prompt on its cases, without the prefix. */
export const evaluationCommands = ['evaluate', 'openEvaluation', 'recordMissing', 'setToken', 'acceptOutput'] as const;

/** What people do to read how a rollout went, without the prefix. */
export const reportCommands = ['report'] as const;

export type RolloutCommand = (typeof rolloutCommands)[number];
export type VersionCommand = (typeof versionCommands)[number];
export type MarkCommand = (typeof markCommands)[number];
export type PreviewCommand = (typeof previewCommands)[number];
export type CasesCommand = (typeof casesCommands)[number];
export type EvaluationCommand = (typeof evaluationCommands)[number];
export type ReportCommand = (typeof reportCommands)[number];
export type CommandName =
  RolloutCommand | VersionCommand | MarkCommand | PreviewCommand | CasesCommand | EvaluationCommand | ReportCommand;

/** The identifier of a command as VS Code knows it. */
export function commandId(name: CommandName): string {
  return `promptRollout.${name}`;
}
