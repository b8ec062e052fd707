import * as vscode from 'vscode';
import { casesSuffix } from '../../evaluation/cases/promptOfCases.js';
import type { EvaluationJobs } from '../../evaluation/work/jobs.js';
import { HumanError } from '../../prompts/humanError.js';
import type { PromptDocument } from '../../prompts/promptDocument.js';
import type { Work } from '../../prompts/work/promptWork.js';
import { casesPath } from '../../project/casesPath.js';
import type { PromptChoice } from '../commands/chosenPrompt.js';
import { fileFrom } from '../fileFrom.js';
import type { PromptHandle } from '../projects.js';

export interface CasesParts extends PromptChoice {
  readonly work: Work<EvaluationJobs>;
}

/**
 * Where the cases of a prompt are: in the file that its strategy names, else in the one beside it.
 * @throws HumanError where the strategy names a file that is not of our format
 */
export function casesFile(handle: PromptHandle): vscode.Uri {
  const { prompt } = handle;
  const named = prompt.strategy && casesPath(prompt.strategy);
  if (named !== undefined && !named.endsWith(casesSuffix)) {
    throw new HumanError(
      'input',
      `The strategy of ${prompt.name} takes its cases from ${named}, which is edited by hand. Nothing was changed.`,
    );
  }
  return fileFrom(handle, named ?? `${prompt.id}${casesSuffix}`);
}

/** The prompt's file as a text that stands in the folder of its cases. */
export function promptFrom(cases: vscode.Uri, { uri }: PromptHandle): string {
  const from = cases.path.split('/').slice(0, -1);
  const to = uri.path.split('/');
  const shared = from.findIndex((name, index) => name !== to[index]);
  const kept = shared < 0 ? from.length : shared;
  return [...from.slice(kept).map(() => '..'), ...to.slice(kept)].join('/');
}

/** The prompt of a handle, as it is typed. */
export async function promptOf(handle: PromptHandle, { work }: CasesParts): Promise<PromptDocument> {
  const text = (await vscode.workspace.openTextDocument(handle.uri)).getText();
  return work.run('parse', { path: handle.prompt.path, text });
}
