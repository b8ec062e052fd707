import * as vscode from 'vscode';
import type { VersionCommand } from '../commands/commandNames.js';
import type { ComparisonView } from '../comparison/comparisonView.js';
import type { Handler } from '../commands/registerCommands.js';
import { newStrategy } from '../strategies/newStrategyFile.js';
import type { VersionParts } from './chosenVersion.js';

/** What the commands on versions and files do. Their code is loaded when one of them is called. */
export function versionHandlers(
  parts: VersionParts,
  comparison: ComparisonView,
): Readonly<Record<VersionCommand, Handler>> {
  const comparing = () => import('../compare/compare.js');
  const chosen = async (argument: unknown, title: string) =>
    (await import('./chosenVersion.js')).chosenVersion(parts, argument, title);
  return {
    newStrategy: (argument) => newStrategy(parts, argument),
    openVersion: async (argument) => {
      const target = await chosen(argument, 'Open Version');
      const { uriIn } = await import('../compare/history.js');
      if (target) await vscode.commands.executeCommand('vscode.open', uriIn(target.history, target.point));
    },
    compareWithPrevious: async (argument) => (await comparing()).compareWithPrevious(parts, argument),
    compareWithBaseline: async (argument) => (await comparing()).compareWithBaseline(parts, argument),
    compareWithDraft: async (argument) => (await comparing()).compareWithDraft(parts, argument),
    compareVersions: async (argument, selected) => (await comparing()).compareVersions(parts, argument, selected),
    compareCommits: async () => (await import('../compare/compareCommits.js')).compareCommits(parts),
    openComparison: async (argument, selected) => {
      const { meantPair } = await import('../compare/chosenPair.js');
      const pair = await meantPair(parts, argument, selected, 'Show What Changed');
      if (pair) await comparison.show(pair);
    },
    restoreVersion: async (argument) => (await import('./restoreVersion.js')).restoreVersion(parts, argument),
    loadMoreVersions: () => parts.view.loadMore(),
    copyVersionId: async (argument) => {
      const target = await chosen(argument, 'Copy Version Id');
      if (target) await vscode.env.clipboard.writeText(target.point.id);
    },
  };
}
