import type { Autopilot } from '../../rollout/decide.js';
import type { PromptHandle, Seen } from '../projects.js';
import { standingOf, type StandingKind, type VersionNamer } from '../rollouts/standing.js';

/** What the status bar says of a prompt. */
export interface StatusWords {
  readonly kind: StandingKind;
  /** `support-reply: canary 5 %` */
  readonly text: string;
  /** Whole sentences, one a line. */
  readonly tooltip: string;
  readonly isNeeded: boolean;
}

/** The words for the active prompt; undefined where it has no rollouts to speak of. */
export function statusWords(
  handle: PromptHandle,
  seen: Seen | undefined,
  autopilot: Autopilot,
  nameOf?: VersionNamer,
): StatusWords | undefined {
  const { prompt, environment } = handle;
  if (!environment || !seen) return undefined;
  const { kind, words, needed } = standingOf(seen, autopilot, nameOf);
  return {
    kind,
    text: `${prompt.name}: ${words}`,
    tooltip: [
      `${prompt.name} in ${environment.name}: ${words}.`,
      ...(needed === undefined ? [] : [needed]),
      'Click to open the rollout.',
    ].join('\n'),
    isNeeded: needed !== undefined,
  };
}
