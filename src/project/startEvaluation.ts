import type { Evaluation } from '../evaluation/evaluation.js';
import type { EvaluationWork } from '../evaluation/work/jobs.js';
import { HumanError } from '../prompts/humanError.js';
import type { PromptText } from '../prompts/promptText.js';
import type { OfflineResult } from '../rollout/moves.js';
import { listFiles } from '../workspace/promptFinder.js';
import type { Token } from '../workspace/tokens.js';
import type { VersionAt } from '../workspace/version.js';
import { evaluate, type EvaluationPlace } from './evaluate.js';
import type { Environment, Project, ProjectPrompt } from './project.js';
import { readPromptText } from './promptText.js';

/** A project as a place for evaluations; git is run, so the workspace is trusted. */
export async function projectPlace(
  { repository, configuration }: Project,
  parts: Pick<EvaluationPlace, 'unsaved' | 'token' | 'work' | 'now'>,
  signal: AbortSignal,
): Promise<EvaluationPlace> {
  const files = await listFiles(repository, signal);
  return { root: repository.root, files, settings: configuration.evaluation, trusted: true, ...parts };
}

/** Recordings and imported outputs need none. */
const noToken: Token = () => Promise.resolve(undefined);

/**
 * Evaluates the candidate of a start against the baseline, from what was recorded or imported: nothing is asked for.
 * @throws HumanError what `evaluate` throws
 */
export async function evaluateStart(
  {
    project,
    environment,
    work,
  }: { readonly project: Project; readonly environment: Environment; readonly work: EvaluationWork },
  prompt: ProjectPrompt,
  versions: { readonly baseline: VersionAt | undefined; readonly candidate: VersionAt },
  signal: AbortSignal,
): Promise<OfflineResult> {
  const read = async (version: VersionAt) => ({
    version: version.id,
    text: await releasedText(project, environment, version, signal),
  });
  const { baseline, candidate } = versions;
  const place = await projectPlace(project, { work, token: noToken, now: Date.now }, signal);
  const evaluation = await evaluate(
    place,
    {
      prompt,
      candidate: await read(candidate),
      ...(baseline && { baseline: await read(baseline) }),
      mode: 'replay',
      samples: 1,
    },
    signal,
  );
  return offlineResult(evaluation);
}

/** The log keeps what was released, whatever became of its commit. */
async function releasedText(
  project: Project,
  { log }: Environment,
  version: VersionAt,
  signal: AbortSignal,
): Promise<PromptText> {
  try {
    return await readPromptText(project, { kind: 'version', ...version }, signal);
  } catch (error) {
    if (!(error instanceof HumanError) || signal.aborted) throw error;
    return { path: version.path, ...(await log.content(version.id, signal)) };
  }
}

/** What the gate and the log take of an evaluation. */
export function offlineResult({
  baseline,
  candidate,
  verdict,
  digest,
  summary,
  comparison,
}: Evaluation): OfflineResult {
  const { cases, graded, passed } = summary;
  return {
    ...(baseline !== undefined && { baseline }),
    candidate,
    verdict,
    evidence: { digest, cases, graded, passed, regressions: comparison?.regressions ?? 0 },
  };
}
