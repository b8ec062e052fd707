import {
  evaluationLook,
  evaluationTooltip,
  evaluationWords,
  type EvaluationStanding,
} from '../evaluation/evaluationStanding.js';
import type { PromptHandle } from '../projects.js';
import { row, type RolloutNode } from './rolloutNode.js';

/** What the evaluation of a prompt's file came to, where there is one. */
export function evaluationNodes(
  handle: PromptHandle,
  standing: EvaluationStanding | undefined,
): readonly RolloutNode[] {
  if (!standing?.shown) return [];
  return [
    row(handle, 'evaluation', {
      label: 'Evaluation',
      description: evaluationWords(standing.shown),
      tooltip: evaluationTooltip(standing.shown),
      look: evaluationLook(standing),
    }),
  ];
}
