import type * as vscode from 'vscode';
import { mayInclude } from '../../prompts/mayInclude.js';
import type { PromptHandle } from '../projects.js';

/** Whether a file stands where some prompt could include it. */
export function isIncludable({ path }: Pick<vscode.Uri, 'path'>, handles: readonly PromptHandle[]): boolean {
  return handles.some((handle) => couldInclude(handle, path));
}

/** The prompts that saved files concern: their own, and those that include one of them, or would. */
export async function concernedBy(
  saved: readonly vscode.Uri[],
  handles: readonly PromptHandle[],
): Promise<readonly PromptHandle[]> {
  const found = handles.map(async (handle) => {
    const { uri, prompt, project } = handle;
    if (saved.some((file) => file.path === uri.path)) return [handle];
    const near = saved.filter(({ path }) => couldInclude(handle, path));
    if (near.length === 0 || !project) return [];
    const { wantedFiles } = await import('../../workspace/workingIncludes.js');
    const { wanted } = await wantedFiles(project.repository.root, prompt.path);
    const below = near.map(({ path }) => path.slice(uri.path.length - prompt.path.length));
    return below.some((path) => wanted.includes(path)) ? [handle] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Only what stands in a prompt's folder, or below it, can be included. */
function couldInclude({ prompt, uri }: PromptHandle, path: string): boolean {
  return mayInclude(prompt.format) && path.startsWith(uri.path.slice(0, uri.path.lastIndexOf('/') + 1));
}
