import type * as vscode from 'vscode';
import type { Diagnostic } from '../../prompts/diagnostic.js';
import type { Projects } from '../projects.js';

/** What is wrong in a file of the workspace. */
export async function diagnosticsOf(projects: Projects, uri: vscode.Uri, text: string): Promise<readonly Diagnostic[]> {
  const { fileDiagnostics } = await import('../../project/fileDiagnostics.js');
  const prompts = projects.handles.flatMap((handle) => (handle.gone ? [] : [handle.uri.path]));
  return fileDiagnostics(uri.path, text, prompts.length > 0 ? prompts : undefined);
}
