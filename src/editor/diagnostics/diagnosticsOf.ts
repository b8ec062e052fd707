import type * as vscode from 'vscode';
import { dirname } from 'node:path';
import type { Diagnostic } from '../../prompts/diagnostic.js';
import type { Projects } from '../projects.js';

/** What is wrong in a file of the workspace, the files that it includes among it. */
export async function diagnosticsOf(projects: Projects, uri: vscode.Uri, text: string): Promise<readonly Diagnostic[]> {
  const [{ fileDiagnostics }, { includeDiagnostics }] = await Promise.all([
    import('../../project/fileDiagnostics.js'),
    import('../../project/includeDiagnostics.js'),
  ]);
  const prompts = projects.handles.flatMap((handle) => (handle.gone ? [] : [handle.uri.path]));
  return [
    ...fileDiagnostics(uri.path, text, prompts.length > 0 ? prompts : undefined),
    ...(await includeDiagnostics(dirname(uri.fsPath), uri.path.slice(uri.path.lastIndexOf('/') + 1), text)),
  ];
}
