import * as vscode from 'vscode';
import type { ActivePrompt } from '../activePrompt.js';
import { commandId } from '../commands/commandNames.js';
import type { Projects } from '../projects.js';
import { iconName } from '../rollouts/rolloutItem.js';
import { autopilotSetting, onDidChangeSettings } from '../settings.js';
import { statusWords } from './statusWords.js';

/** One item for the active prompt; it warns only where a person is needed. */
export function statusBar(projects: Projects, active: ActivePrompt): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('promptRollout.status', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Prompt Rollout';
  const draw = (): void => {
    const { handle } = active;
    const words =
      handle &&
      statusWords(handle, projects.seen(handle), autopilotSetting(), (version) =>
        projects.versionName(handle, version),
      );
    if (!words) {
      item.hide();
      return;
    }
    item.text = `$(${iconName(words.kind)}) ${words.text}`;
    item.tooltip = words.tooltip;
    item.command = { command: commandId('openRollout'), title: 'Open Rollout', arguments: [handle.uri] };
    item.backgroundColor = words.isNeeded ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  draw();
  return vscode.Disposable.from(item, active.onDidChange(draw), onDidChangeSettings(draw));
}
