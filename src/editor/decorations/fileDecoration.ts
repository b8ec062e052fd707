import type { Autopilot } from '../../rollout/decide.js';
import type { Seen } from '../projects.js';
import { standingOf, type StandingKind, type VersionNamer } from '../rollouts/standing.js';

/** What stands beside a prompt's file in the explorer. */
export interface PromptDecoration {
  /** One sign. */
  readonly badge: string;
  /** A colour of the theme. */
  readonly color?: string;
  readonly tooltip: string;
}

/** Only what a person should see who looks for a file: a rollout that is live, or a draft. */
const badges: Partial<Record<StandingKind, readonly [badge: string, color: string]>> = {
  running: ['▶', 'charts.green'],
  held: ['!', 'list.warningForeground'],
  paused: ['Ⅱ', 'list.warningForeground'],
  damaged: ['!', 'list.errorForeground'],
};

/** A live rollout comes before a draft, which the tooltip then names as well; undefined where there is neither. */
export function decorationOf(
  seen: Seen | undefined,
  isDraft: boolean,
  autopilot: Autopilot,
  nameOf: VersionNamer,
): PromptDecoration | undefined {
  const { kind, words } = standingOf(seen, autopilot, nameOf);
  const draft = isDraft ? 'draft: differs from the committed version' : undefined;
  const [badge, color] = badges[kind] ?? [];
  if (badge === undefined || color === undefined)
    return draft === undefined ? undefined : { badge: '✎', tooltip: `Prompt ${draft}` };
  return { badge, color, tooltip: [`Rollout: ${words}`, draft].filter((line) => line !== undefined).join(' · ') };
}
