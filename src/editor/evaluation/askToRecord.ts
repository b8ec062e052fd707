import { counted } from '../../prompts/counted.js';
import type { Dialogs } from '../dialogs.js';
import type { PromptHandle } from '../projects.js';
import { evaluationPlace } from './evaluationPlace.js';
import type { Evaluations, EvaluationsParts } from './evaluations.js';

export interface RecordParts extends Pick<EvaluationsParts, 'work' | 'token'> {
  readonly evaluations: Evaluations;
  readonly dialogs: Dialogs;
}

/** Cases of a prompt. */
export interface SomeCases {
  readonly handle: PromptHandle;
  /** Their ids; all of them where absent. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Asks a person whether the configured model may be asked for what is not recorded, saying how many requests that takes
 * at most. Nothing is asked where nothing is missing.
 * @throws HumanError where there is no model to ask, or the workspace is not trusted
 */
export async function askToRecord(
  { work, token, evaluations, dialogs }: RecordParts,
  wanted: readonly SomeCases[],
  signal: AbortSignal,
): Promise<boolean> {
  const [{ configuredModel }, { unrecorded }] = await Promise.all([
    import('../../project/evaluate.js'),
    import('../../evaluation/unrecorded.js'),
  ]);
  const found: { readonly name: string; readonly model: string; readonly requests: number }[] = [];
  for (const { handle, only } of wanted) {
    const { name } = handle.prompt;
    const place = await evaluationPlace(handle, { work, token }, signal);
    const model = await configuredModel(place, handle.prompt, signal);
    const { evaluation } = await evaluations.run(handle, { mode: 'replay', ...(only && { only }) }, signal);
    found.push({ name, model: model.name, requests: unrecorded(evaluation) });
  }
  const missing = found.filter(({ requests }) => requests > 0);
  const [first, second] = missing;
  if (!first) return true;
  const whose = second ? `${missing.length} prompts` : first.name;
  const lines = missing.map(
    ({ name, model, requests }) => `${name}: at most ${counted(requests, 'request')} to ${model}`,
  );
  return dialogs.confirm({
    message: `Record the missing outputs of ${whose}?`,
    detail: `${lines.join('\n')}\n\nWhat comes back is recorded beside the prompt, and replayed from then on.`,
    button: 'Record',
  });
}
