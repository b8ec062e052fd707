import type { Project } from '../../project/project.js';
import type { PromptWork } from '../../prompts/work/promptWork.js';
import type { EventBody } from '../../rollout/events.js';
import type { VersionAt } from '../../workspace/version.js';

export interface ChangeQuestion {
  readonly project: Project;
  readonly work: PromptWork;
  /** Where the prompt's file is now. */
  readonly path: string;
  /** The path that a version had, where that is known. */
  readonly pathOf: (version: string) => string | undefined;
  readonly bodies: readonly EventBody[];
}

/**
 * What a start would change, for the person who confirms it: the class and what callers must change. Nothing where it
 * cannot be told: the comparison informs, and holds nothing back.
 */
export async function changeNotes(question: ChangeQuestion, signal: AbortSignal): Promise<readonly string[]> {
  const { project, work, path, pathOf, bodies } = question;
  const start = bodies.find((body) => body.event === 'start');
  if (!start) return [];
  const { readPromptText } = await import('../../project/promptText.js');
  const { firstLine } = await import('../../prompts/comparison/comparisonWords.js');
  const read = (id: string): ReturnType<typeof readPromptText> => {
    const version: VersionAt = { id, path: pathOf(id) ?? path };
    return readPromptText(project, { kind: 'version', ...version }, signal);
  };
  try {
    const [before, after] = await Promise.all([read(start.baseline), read(start.candidate)]);
    return [`Change: ${firstLine(await work.run('compare', { before, after }, signal))}`];
  } catch {
    return [];
  }
}
