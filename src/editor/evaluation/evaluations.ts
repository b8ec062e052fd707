import * as vscode from 'vscode';
import { messageOf } from '../../prompts/humanError.js';
import type { CaseResults } from '../../evaluation/evaluation.js';
import type { Provider } from '../../evaluation/providers/provider.js';
import type { RecordingMode } from '../../evaluation/providers/withRecordings.js';
import type { EvaluatedVersion } from '../../evaluation/runCases.js';
import type { EvaluationWork } from '../../evaluation/work/jobs.js';
import type { Token } from '../../workspace/tokens.js';
import { comparedWithFile } from '../compare/baseline.js';
import { isUnsaved } from '../compare/history.js';
import type { Point } from '../compare/point.js';
import { debounced } from '../debounced.js';
import type { Disposable } from '../disposable.js';
import { PointLabels } from '../preview/pointLabels.js';
import type { Projects, PromptHandle } from '../projects.js';
import { promptTextAt, rootOf, unsavedIn } from '../promptTextAt.js';
import { inputsOf, type EvaluationInputs } from './evaluationInputs.js';
import { evaluationPlace } from './evaluationPlace.js';
import type { EvaluationResult, EvaluationStanding } from './evaluationStanding.js';

/** The last evaluation of a prompt's file in this window. */
export interface ShownEvaluation extends EvaluationResult {
  readonly handle: PromptHandle;
  /** Where the file of the baseline was, from the root; absent where there is none. */
  readonly baselinePath?: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface EvaluateOptions {
  /** What is done where outputs are not recorded. */
  readonly mode: RecordingMode;
  /** Asked in place of the configured provider. */
  readonly provider?: Provider;
  /** Ids of the cases that are run: what comes of some alone is not kept as the prompt's evaluation. */
  readonly only?: ReadonlySet<string>;
  readonly onCase?: (results: CaseResults) => void;
}

/** Evaluates prompts as their files are now, against their baselines, and keeps what came out while the window lives. */
export interface Evaluations extends Disposable {
  /** Of a prompt whose evaluation is new, running, or stale. */
  readonly onDidChange: vscode.Event<PromptHandle>;
  of(handle: PromptHandle): ShownEvaluation | undefined;
  /** The same, once it was looked at whether it is stale: who types may ask at once. */
  lookedAt(handle: PromptHandle): Promise<ShownEvaluation | undefined>;
  isRunning(handle: PromptHandle): boolean;
  /** Both, for those who only say it. */
  standing(handle: PromptHandle): EvaluationStanding;
  /** @throws HumanError where it cannot be done, or was cancelled */
  run(handle: PromptHandle, options: EvaluateOptions, signal: AbortSignal): Promise<ShownEvaluation>;
}

export interface EvaluationsParts {
  readonly projects: Projects;
  readonly work: EvaluationWork;
  readonly token: Token;
  readonly log: vscode.LogOutputChannel;
}

/** How long nobody types before it is looked at whether evaluations are stale, in milliseconds. */
const quiet = 400;

export function evaluations(parts: EvaluationsParts): Evaluations {
  return new KnownEvaluations(parts);
}

interface Known {
  readonly shown: ShownEvaluation;
  readonly inputs: EvaluationInputs;
}

class KnownEvaluations implements Evaluations {
  private readonly changed = new vscode.EventEmitter<PromptHandle>();
  readonly onDidChange = this.changed.event;
  private readonly known = new Map<string, Known>();
  private readonly running = new Map<string, number>();
  private readonly labels = new PointLabels();
  private readonly look = debounced(quiet, () => this.lookAgain());
  private readonly disposables: vscode.Disposable;

  constructor(private readonly parts: EvaluationsParts) {
    const { projects } = parts;
    const soon = (): void => {
      if (this.known.size > 0) this.look();
    };
    this.disposables = vscode.Disposable.from(
      this.changed,
      this.look,
      projects.onDidChange(soon),
      // Output is a document, too, and what is logged below would look again at once.
      vscode.workspace.onDidChangeTextDocument(({ document }) => document.uri.scheme === 'file' && soon()),
      vscode.workspace.onDidSaveTextDocument(soon),
    );
  }

  of(handle: PromptHandle): ShownEvaluation | undefined {
    return this.known.get(keyOf(handle))?.shown;
  }

  async lookedAt(handle: PromptHandle): Promise<ShownEvaluation | undefined> {
    await this.lookAgain();
    return this.of(handle);
  }

  isRunning(handle: PromptHandle): boolean {
    return this.running.has(keyOf(handle));
  }

  standing(handle: PromptHandle): EvaluationStanding {
    const shown = this.of(handle);
    return { ...(shown && { shown }), isRunning: this.isRunning(handle) };
  }

  async run(handle: PromptHandle, options: EvaluateOptions, signal: AbortSignal): Promise<ShownEvaluation> {
    const key = keyOf(handle);
    this.running.set(key, (this.running.get(key) ?? 0) + 1);
    this.changed.fire(handle);
    try {
      return await this.evaluate(handle, options, signal);
    } finally {
      const left = (this.running.get(key) ?? 1) - 1;
      if (left > 0) this.running.set(key, left);
      else this.running.delete(key);
      this.changed.fire(handle);
    }
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async evaluate(
    handle: PromptHandle,
    { mode, provider, only, onCase }: EvaluateOptions,
    signal: AbortSignal,
  ): Promise<ShownEvaluation> {
    const { projects, work, token } = this.parts;
    const { evaluate } = await import('../../project/evaluate.js');
    const file: Point = { kind: 'file' };
    const baseline = await comparedWithFile(projects, handle, isUnsaved(handle.uri), signal);
    const [place, candidate, before] = await Promise.all([
      evaluationPlace(handle, { work, token }, signal),
      versionAt(handle, file, signal),
      baseline && versionAt(handle, baseline, signal),
    ]);
    const evaluation = await evaluate(
      place,
      {
        prompt: handle.prompt,
        candidate,
        ...(before && { baseline: before }),
        mode,
        samples: 1,
        ...(provider && { provider }),
        ...(only && { only }),
        ...(onCase && { onCase }),
      },
      signal,
    );
    this.labels.outdate();
    const points = [file, ...(baseline ? [baseline] : [])];
    const [candidateName, baselineName] = await this.labels.of(handle, points, isUnsaved(handle.uri), signal);
    const shown: ShownEvaluation = {
      handle,
      evaluation,
      names: {
        prompt: handle.prompt.name,
        candidate: candidateName === undefined || candidateName === '' ? 'draft' : candidateName,
        ...(baselineName !== undefined && { baseline: baselineName }),
      },
      ...(before && { baselinePath: before.text.path }),
      at: Date.now(),
      isStale: false,
    };
    if (!only) this.known.set(keyOf(handle), { shown, inputs: inputsOf(candidate.text, evaluation.cases.digests) });
    return shown;
  }

  private async lookAgain(): Promise<void> {
    for (const [key, { shown, inputs }] of this.known) {
      const { handle } = shown;
      try {
        const root = rootOf(handle);
        const text = await promptTextAt(handle, { kind: 'file' });
        const isStale = await inputs.differ(text, root, unsavedIn(root));
        const known = this.known.get(key);
        if (known?.inputs !== inputs || known.shown.isStale === isStale) continue;
        this.known.set(key, { inputs, shown: { ...known.shown, isStale } });
        this.changed.fire(handle);
      } catch (error) {
        // What cannot be read at this moment stays as it was.
        this.parts.log.debug(`evaluation of ${handle.prompt.name}: ${messageOf(error)}`);
      }
    }
  }
}

async function versionAt(handle: PromptHandle, point: Point, signal: AbortSignal): Promise<EvaluatedVersion> {
  const text = await promptTextAt(handle, point, signal);
  if (point.kind === 'version') return { version: point.id, text };
  const { versionIdOfText } = await import('../../workspace/versionTree.js');
  return { version: versionIdOfText(text), text };
}

function keyOf({ uri }: PromptHandle): string {
  return uri.toString();
}
