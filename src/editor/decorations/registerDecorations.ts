import * as vscode from 'vscode';
import { mayBePrompt } from '../activePrompt.js';
import type { Projects, PromptHandle } from '../projects.js';
import { autopilotSetting } from '../settings.js';
import { decorationOf } from './fileDecoration.js';

/** Marks prompts in the explorer and on tabs: those with a draft, and those whose rollout is live. */
export function registerDecorations(context: vscode.ExtensionContext, projects: Projects): void {
  const changed = new vscode.EventEmitter<vscode.Uri[]>();
  const shown = new Map<string, string>();
  const provider: vscode.FileDecorationProvider = {
    onDidChangeFileDecorations: changed.event,
    provideFileDecoration: (uri) => {
      // Every file that is listed asks; only one that may be a prompt is a reason to look for them.
      if (!mayBePrompt(uri)) return undefined;
      void projects.load();
      const handle = projects.handleOf(uri);
      if (!handle) return undefined;
      shown.set(uri.toString(), keyOf(projects, handle));
      const nameOf = (version: string): string => projects.versionName(handle, version);
      const found = decorationOf(projects.seen(handle), projects.isDraft(handle), autopilotSetting(), nameOf);
      if (!found) return undefined;
      const color = found.color === undefined ? undefined : new vscode.ThemeColor(found.color);
      return new vscode.FileDecoration(found.badge, found.tooltip, color);
    },
  };
  context.subscriptions.push(
    changed,
    projects.onDidChange(() => {
      const stale = projects.handles.filter((handle) => shown.get(handle.uri.toString()) !== keyOf(projects, handle));
      if (stale.length > 0) changed.fire(stale.map(({ uri }) => uri));
    }),
    vscode.window.registerFileDecorationProvider(provider),
  );
}

/** What a decoration is made of. */
function keyOf(projects: Projects, handle: PromptHandle): string {
  const seen = projects.seen(handle);
  const live = seen && 'prompt' in seen ? seen.state.live : undefined;
  return [projects.isDraft(handle), seen?.state.is, live?.stage, live?.condition.is].join(' ');
}
