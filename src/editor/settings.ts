import * as vscode from 'vscode';
import type { Autopilot } from '../rollout/decide.js';

const section = 'promptRollout';

/** Who lets the rules act in this window. */
export function autopilotSetting(): Autopilot {
  const value = vscode.workspace.getConfiguration(section).get<string>('autopilot');
  return value === 'off' || value === 'full' ? value : 'protect';
}

/** How often live rollouts are looked at, in milliseconds; at least every second, at most every hour. */
export function refreshMilliseconds(): number {
  const seconds = vscode.workspace.getConfiguration(section).get<number>('refreshSeconds') ?? 5;
  return Math.min(3600, Math.max(1, seconds)) * 1000;
}

/** Whether changes are marked in the text of prompts. */
export function marksSetting(): boolean {
  return vscode.workspace.getConfiguration(section).get<boolean>('marks') ?? true;
}

/** @returns whether it holds now; a workspace's own setting stands above it */
export async function setMarks(shown: boolean): Promise<boolean> {
  await vscode.workspace.getConfiguration(section).update('marks', shown, vscode.ConfigurationTarget.Global);
  return marksSetting() === shown;
}

/** Tells when a setting of ours changed. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(section)) listener();
  });
}
