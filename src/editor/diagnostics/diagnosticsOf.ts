import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { CasesToCheck } from '../../evaluation/cases/casesDiagnostics.js';
import type { Diagnostic } from '../../prompts/diagnostic.js';
import type { EvaluationJobs } from '../../evaluation/work/jobs.js';
import { HumanError } from '../../prompts/humanError.js';
import type { PromptDocument } from '../../prompts/promptDocument.js';
import type { Work } from '../../prompts/work/promptWork.js';
import type { ParsedPrompts } from '../parsedPrompts.js';
import { isPromptText, type Projects } from '../projects.js';
import { handleOfStrategy } from '../strategies/handleOfStrategy.js';
import type { Traffic } from '../strategies/traffic.js';
import { helpKind } from './checkedFile.js';

/** An open file, or one as it is on disk. */
export type CheckedFile = vscode.TextDocument | { readonly uri: vscode.Uri; readonly getText: () => string };

/** What is wrong in a file. */
export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  /** The other files, there or not, that this depends on: absolute paths. */
  readonly includes: readonly string[];
}

export interface CheckParts {
  readonly projects: Projects;
  readonly parsed: ParsedPrompts;
  readonly work: Work<EvaluationJobs>;
  readonly traffic: Traffic;
}

/**
 * Checks a file of the workspace: an open prompt, as it is typed, with the files that it includes, as they are on disk;
 * any other file, in this text of it.
 */
export async function diagnosticsOf(
  { projects, parsed, work, traffic }: CheckParts,
  file: CheckedFile,
): Promise<Checked> {
  const { uri } = file;
  if ('version' in file && isPromptText(projects, uri)) {
    const prompt = await parsed.of(file);
    // What a partial includes stands in the folder of whatever prompt includes it.
    const isFollowed = prompt.references.length > 0 && projects.handleOf(uri) !== undefined;
    if (!isFollowed) return { diagnostics: prompt.diagnostics, includes: [] };
    const { diagnostics, includes } = await checkIncludes(work, uri.fsPath, prompt);
    return { diagnostics: [...prompt.diagnostics, ...diagnostics], includes };
  }
  const known = projects.handles.flatMap((handle) => (handle.gone ? [] : [handle.uri.path]));
  const prompts = known.length > 0 ? known : undefined;
  const text = file.getText();
  if (helpKind(uri.path) === 'cases')
    return { diagnostics: await casesDiagnostics(projects, work, { path: uri.path, text, prompts }), includes: [] };
  const { fileDiagnostics } = await import('../../project/fileDiagnostics.js');
  const diagnostics = fileDiagnostics(uri.path, text, prompts);
  // Of what is not open nobody asks whether the traffic is enough, and to count it takes reading.
  const handle = 'version' in file && helpKind(uri.path) === 'strategy' ? handleOfStrategy(projects, uri) : undefined;
  if (!handle) return { diagnostics, includes: [] };
  const { forecastMarks } = await import('../../project/forecastMarks.js');
  const marks = forecastMarks(text, traffic.perDay(handle));
  return { diagnostics: [...diagnostics, ...marks.diagnostics], includes: [] };
}

/** Included files may be many and long, so that they are read in the thread for prompts. */
async function checkIncludes(
  work: Work<EvaluationJobs>,
  file: string,
  { source: text, references }: PromptDocument,
): Promise<Checked> {
  const root = dirname(file);
  try {
    const { diagnostics, wanted } = await work.run('followIncludes', { root, path: basename(file), text });
    return { diagnostics, includes: wanted.map((path) => join(root, path)) };
  } catch (error) {
    return { diagnostics: [refusal(error)], includes: references.map(({ path }) => join(root, path)) };
  }
}

/** A team may have thousands of cases, so that they are read in the thread for prompts, with the prompt as it is typed. */
async function casesDiagnostics(
  projects: Projects,
  work: Work<EvaluationJobs>,
  { path, text, prompts }: CasesToCheck,
): Promise<readonly Diagnostic[]> {
  const { promptOfCases } = await import('../../evaluation/cases/promptOfCases.js');
  const named = promptOfCases(path, text);
  const handle = projects.handles.find(({ uri, gone }) => uri.path === named && !gone);
  const prompt = handle && { path: handle.uri.path, text: await textOf(handle.uri) };
  try {
    return await work.run('checkCases', { path, text, prompts, prompt });
  } catch (error) {
    return [refusal(error)];
  }
}

/** What is too much work for the thread for prompts says so at the beginning of its file. */
function refusal(error: unknown): Diagnostic {
  if (!(error instanceof HumanError)) throw error;
  return { severity: 'error', code: 'refused', message: error.message, range: { start: 0, end: 1 } };
}

async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
