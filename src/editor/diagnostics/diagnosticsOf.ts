import { basename, dirname } from 'node:path';
import type * as vscode from 'vscode';
import type { Diagnostic } from '../../prompts/diagnostic.js';
import type { ParsedPrompts } from '../parsedPrompts.js';
import type { Projects } from '../projects.js';

/**
 * What is wrong in a file of the workspace: in an open prompt, as it is typed, with the files that it includes;
 * in any other file, in this text of it.
 */
export async function diagnosticsOf(
  projects: Projects,
  parsed: ParsedPrompts,
  file: vscode.TextDocument | { readonly uri: vscode.Uri; readonly getText: () => string },
): Promise<readonly Diagnostic[]> {
  const { uri } = file;
  if ('version' in file && projects.handleOf(uri)) {
    const { includeDiagnostics } = await import('../../project/includeDiagnostics.js');
    const { fsPath } = uri;
    return [
      ...(await parsed.of(file)).diagnostics,
      ...(await includeDiagnostics(dirname(fsPath), basename(fsPath), file.getText())),
    ];
  }
  const { fileDiagnostics } = await import('../../project/fileDiagnostics.js');
  const prompts = projects.handles.flatMap((handle) => (handle.gone ? [] : [handle.uri.path]));
  return fileDiagnostics(uri.path, file.getText(), prompts.length > 0 ? prompts : undefined);
}
