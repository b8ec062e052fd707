import type { RequestName } from '../../project/request.js';
import type { EvaluationLook } from '../evaluation/evaluationStanding.js';
import type { PromptHandle } from '../projects.js';
import type { StandingKind } from './standing.js';

export type NodeLook =
  | StandingKind
  | EvaluationLook
  | 'done'
  | 'toCome'
  | 'gateMet'
  | 'gateWaiting'
  | 'gateBroken'
  | 'metrics'
  | 'metric'
  | 'figure'
  | 'note'
  | 'watched'
  | 'unwatched'
  | 'warning'
  | 'completed'
  | 'revertedEnd'
  | 'rolledBackEnd';

/** One row of the Rollouts view, as text; the item mapper gives it icon and colours. */
export interface RolloutNode {
  readonly kind:
    | 'prompt'
    | 'stage'
    | 'gate'
    | 'hold'
    | 'metrics'
    | 'metric'
    | 'note'
    | 'watch'
    | 'outcome'
    | 'evaluation'
    | 'damage';
  /** Stays the same while the row means the same, so that the view keeps what is unfolded and selected. */
  readonly id: string;
  readonly handle: PromptHandle;
  readonly label: string;
  readonly description: string;
  /** Whole sentences, one a line. */
  readonly tooltip: string;
  readonly look: NodeLook;
  /** What a person can do on this row. */
  readonly can: readonly RequestName[];
  readonly children: readonly RolloutNode[];
  /** Unfolded when first shown. */
  readonly open: boolean;
}

/** The identity of a prompt among all repositories of the window. */
export function promptNodeId({ project, prompt, uri }: PromptHandle): string {
  return `${project?.repository.root ?? uri.fsPath}\n${prompt.id}`;
}

/** A row of a prompt. @param key tells it from its siblings of the same kind */
export function row(
  handle: PromptHandle,
  kind: RolloutNode['kind'],
  {
    key = kind,
    children = [],
    open = false,
    tooltip,
    description = '',
    can = [],
    ...rest
  }: Pick<RolloutNode, 'label' | 'look'> &
    Partial<Pick<RolloutNode, 'description' | 'tooltip' | 'can' | 'children' | 'open'>> & { readonly key?: string },
): RolloutNode {
  const id = `${promptNodeId(handle)}\n${key}`;
  return {
    kind,
    id,
    handle,
    description,
    can,
    children,
    open,
    tooltip: tooltip ?? `${rest.label} ${description}`.trim(),
    ...rest,
  };
}
