import * as vscode from 'vscode';
import type { EvaluationPlace } from '../../project/evaluate.js';
import type { PromptHandle } from '../projects.js';
import { rootOf, unsavedIn } from '../promptTextAt.js';

/** Where the cases of a prompt are read, and what may be done there. Without git, or without trust, it runs no process. */
export async function evaluationPlace(
  handle: PromptHandle,
  parts: Pick<EvaluationPlace, 'work' | 'token'>,
  signal: AbortSignal,
): Promise<EvaluationPlace> {
  const root = rootOf(handle);
  const common = { ...parts, unsaved: unsavedIn(root), now: Date.now };
  if (handle.project && vscode.workspace.isTrusted) {
    const { projectPlace } = await import('../../project/startEvaluation.js');
    return projectPlace(handle.project, common, signal);
  }
  const [{ readConfiguration }, { findPromptsInFolder }, { defaultConfiguration }] = await Promise.all([
    import('../../project/project.js'),
    import('../../workspace/folderFinder.js'),
    import('../../workspace/configuration/configuration.js'),
  ]);
  const { configuration = defaultConfiguration } = await readConfiguration(root);
  const { prompts } = await findPromptsInFolder(root, { globs: ['**'] }, {}, signal);
  const files = prompts.map(({ path }) => path);
  return { ...common, root, files, settings: configuration.evaluation, trusted: vscode.workspace.isTrusted };
}
