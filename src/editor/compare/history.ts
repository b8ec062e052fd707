import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { Project } from '../../project/project.js';
import type { VersionId } from '../../workspace/version.js';
import { withProgress } from '../progress.js';
import type { Projects, PromptHandle } from '../projects.js';
import { readAll, type VersionList } from '../versions/versionList.js';
import { versionsViewId } from '../versions/versionsViewId.js';
import { noHistory } from '../versions/viewMessage.js';
import { fileLabel, pointLabel, type Point, type VersionPoint } from './point.js';
import { versionUri } from '../versions/versionUri.js';

/** A prompt with its whole history, and what its file holds. */
export interface PromptHistory {
  readonly handle: PromptHandle;
  readonly project: Project;
  readonly list: VersionList;
  readonly file: { readonly working?: VersionId; readonly isUnsaved: boolean };
}

/** @throws HumanError where there is none, with why */
export async function readHistory(projects: Projects, handle: PromptHandle): Promise<PromptHistory> {
  const { prompt, uri } = handle;
  const project = requireProject(handle);
  return withProgress(`Reading the versions of ${prompt.name}`, versionsViewId, async (signal) => {
    const { workingVersion } = await import('../../workspace/draft.js');
    const [list, working] = await Promise.all([
      readAll(project, prompt.path, signal),
      projects.isDraft(handle) ? workingVersion(project.repository, prompt.path, signal) : undefined,
    ]);
    return { handle, project, list, file: { isUnsaved: isUnsaved(uri), ...(working !== undefined && { working }) } };
  });
}

/** @throws HumanError where the prompt has no history, with why */
export function requireProject(handle: PromptHandle): Project {
  if (handle.project) return handle.project;
  throw new HumanError('refused', noHistory(handle, vscode.workspace.isTrusted));
}

export function isUnsaved(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
}

/** What people call one side of a comparison. */
export function labelIn({ list, file }: PromptHistory, point: Point): string {
  return point.kind === 'version' ? pointLabel(list, point) : fileLabel(list, file.working, file.isUnsaved);
}

/** The document of one side of a comparison. */
export function uriIn(history: PromptHistory, point: Point): vscode.Uri {
  return point.kind === 'version' ? versionDocument(history, point) : history.handle.uri;
}

function versionDocument(history: PromptHistory, point: VersionPoint): vscode.Uri {
  const { handle, project } = history;
  const title = `${handle.prompt.name} ${labelIn(history, point)}`;
  return versionUri({ root: project.repository.root, path: point.path, id: point.id, title });
}
