import { formatDuration } from '../../prompts/duration.js';
import type { RequestName } from '../../project/request.js';
import type { Autopilot, Gate } from '../../rollout/decide.js';
import { requirementWords } from '../../rollout/eventWords.js';
import type { Observation } from '../../rollout/observe.js';
import { percent, segmentLabel } from '../../rollout/split.js';
import { lastEnded, type Rollout } from '../../rollout/state.js';
import type { Stage } from '../../rollout/strategy/strategy.js';
import { liveRiskSentence } from '../../rollout/totalRisk.js';
import { watcherSentence, watchNote } from '../../rollout/watchWords.js';
import { shortVersion } from '../../workspace/version.js';
import type { EvaluationStanding } from '../evaluation/evaluationStanding.js';
import type { PromptHandle, Seen } from '../projects.js';
import { evaluationNodes } from './evaluationNodes.js';
import { metricsNodes } from './metricsNodes.js';
import { possible } from './possible.js';
import { promptNodeId, row, type RolloutNode } from './rolloutNode.js';
import { standingOf, type Standing, type StandingKind, type VersionNamer } from './standing.js';

export interface ShownPrompt {
  readonly handle: PromptHandle;
  readonly seen: Seen | undefined;
  readonly isDraft: boolean;
  readonly nameOf: VersionNamer;
  /** Of its file, in this window. */
  readonly evaluation?: EvaluationStanding;
}

/** The rows of the Rollouts view: those that need a person first, then the live ones, then the others by name. */
export function rolloutsTree(prompts: readonly ShownPrompt[], autopilot: Autopilot): readonly RolloutNode[] {
  return prompts
    .map((shown) => ({ shown, standing: standingOf(shown.seen, autopilot, shown.nameOf) }))
    .sort((a, b) => rank(a.standing) - rank(b.standing) || compareNames(a.shown, b.shown))
    .map(({ shown, standing }) => promptNode(shown, standing, autopilot));
}

/** How many prompts need a person. */
export function neededCount(prompts: readonly ShownPrompt[], autopilot: Autopilot): number {
  return prompts.filter(({ seen }) => standingOf(seen, autopilot).needed !== undefined).length;
}

const liveKinds: readonly StandingKind[] = ['running', 'held', 'paused', 'damaged'];

function rank({ kind, needed }: Standing): number {
  if (needed !== undefined) return 0;
  return liveKinds.includes(kind) ? 1 : 2;
}

function compareNames(a: ShownPrompt, b: ShownPrompt): number {
  return a.handle.prompt.name < b.handle.prompt.name ? -1 : 1;
}

function promptNode(shown: ShownPrompt, standing: Standing, autopilot: Autopilot): RolloutNode {
  const { handle, seen, isDraft, nameOf, evaluation } = shown;
  const { prompt } = handle;
  const live = seen && 'prompt' in seen ? seen.state.live : undefined;
  const versions = live ? arrow(live, nameOf) : '';
  const notes = [isDraft ? 'draft' : '', handle.gone ? 'file is gone' : '', pendingWords(seen)];
  const children = [...childrenOf(shown, autopilot), ...evaluationNodes(handle, evaluation)];
  return {
    kind: 'prompt',
    // A rollout that begins is a new row: else VS Code keeps it as folded as the row without one was.
    id: `${promptNodeId(handle)}\n${live?.id ?? ''}`,
    handle,
    label: prompt.name,
    description: [standing.words, versions, ...notes].filter(Boolean).join(' · '),
    tooltip: promptTooltip(shown, standing),
    look: standing.kind,
    can: possible(handle, seen),
    children,
    open: live !== undefined || standing.kind === 'damaged',
  };
}

function pendingWords(seen: Seen | undefined): string {
  const pending = seen && 'prompt' in seen ? seen.state.pending : undefined;
  return pending ? `${pending.event} not confirmed` : '';
}

function promptTooltip({ handle, seen, isDraft }: ShownPrompt, { words, needed }: Standing): string {
  const { prompt, environment } = handle;
  const observed = seen && 'prompt' in seen ? seen : undefined;
  const live = observed?.state.live;
  const risk = observed && liveRiskSentence(observed.state);
  return [
    `${prompt.path}${environment ? `, in ${environment.name}: ${words || 'not looked at yet'}.` : '.'}`,
    ...(live
      ? [
          `${live.starter.name} started ${arrow(live, shortVersion)}${live.attempt > 1 ? `, attempt ${live.attempt}` : ''}.`,
        ]
      : []),
    ...(live && isEdited(handle, live)
      ? ['Its strategy was edited since; this rollout goes on with the one it started with.']
      : []),
    ...(needed === undefined ? [] : [needed]),
    ...(risk === undefined ? [] : [risk]),
    ...(observed?.serving.as === 'unreachable'
      ? [`The traffic backend cannot be read: ${observed.serving.detail}`]
      : []),
    ...(isDraft ? ['The file differs from the committed one (draft).'] : []),
    ...(prompt.rival === undefined
      ? []
      : [`${prompt.rival} has the same identity, so neither can be rolled out; rename one of them.`]),
    ...(environment && !prompt.strategy && !handle.gone ? ['It has no strategy yet, so it cannot be rolled out.'] : []),
    ...(live && live.strategy.owners.length > 0 ? [`Owners: ${live.strategy.owners.join(', ')}.`] : []),
  ].join('\n');
}

function arrow({ baseline, candidate }: Rollout, nameOf: VersionNamer): string {
  return `${nameOf(baseline)} → ${nameOf(candidate)}`;
}

function isEdited({ prompt }: PromptHandle, live: Rollout): boolean {
  return prompt.strategy !== undefined && prompt.strategy.text !== live.strategyText;
}

function childrenOf({ handle, seen, nameOf }: ShownPrompt, autopilot: Autopilot): readonly RolloutNode[] {
  if (!seen) return [];
  if (!('prompt' in seen)) {
    const { place, problem } = seen.state;
    return [
      row(handle, 'damage', {
        label: place,
        description: problem,
        look: 'damaged',
        tooltip: `The log is damaged at ${place}: ${problem}.\nNothing is changed on top of it. Abort puts it aside and begins a new one that names it.`,
        can: ['abort'],
      }),
    ];
  }
  const { live } = seen.state;
  if (!live) return [...servingRows(handle, seen), ...outcomeRows(handle, seen, nameOf)];
  const stages = live.strategy.stages.map((stage, index) => stageNode(handle, seen, live, stage, index));
  return [
    ...holdRows(handle, seen, live),
    ...stages,
    ...watchRows(handle, seen, autopilot),
    ...metricsNodes(handle, seen, live),
  ];
}

function holdRows(handle: PromptHandle, seen: Observation, live: Rollout): RolloutNode[] {
  const { condition } = live;
  if (condition.is !== 'held') return servingRows(handle, seen);
  const mends = seen.serving.as === 'drift' ? (['reapply', 'takeover'] as const) : [];
  const label = `held (${condition.cause})`;
  return [
    row(handle, 'hold', {
      label,
      description: condition.detail,
      tooltip: `Held since ${formatDuration(Math.max(0, seen.at - condition.since))}: ${condition.detail}.\nThe share stays as it is until a person decides${condition.cause === 'silence' ? ' or the data returns' : ''}.`,
      look: 'warning',
      can: [...mends, ...(condition.cause === 'harm' ? [] : (['resume'] as const))],
    }),
  ];
}

/** Who lets the rules act on a live rollout; a window that is about to begin says nothing yet. */
function watchRows(handle: PromptHandle, { watcher }: Observation, autopilot: Autopilot): RolloutNode[] {
  if (!watcher && autopilot !== 'off') return [];
  const description = watcher ? `${watcher.isUs ? 'this window' : watcher.who} · ${watcher.autopilot}` : 'by nobody';
  const tooltip = watcher ? watcherSentence(watcher) : watchNote(autopilot, watcher);
  return [row(handle, 'watch', { label: 'Watched', description, tooltip, look: watcher ? 'watched' : 'unwatched' })];
}

/** What the backend serves, where that is not what it should. */
function servingRows(handle: PromptHandle, { serving, state }: Observation): RolloutNode[] {
  if (serving.as === 'expected' || (serving.as === 'unreachable' && state.is === 'unreleased')) return [];
  const can: readonly RequestName[] =
    serving.as === 'drift' && state.is !== 'unreleased' ? ['reapply', 'takeover'] : [];
  return [
    row(handle, 'hold', {
      label: serving.as,
      description: serving.detail,
      tooltip: `${serving.detail}.`,
      look: 'warning',
      can,
    }),
  ];
}

function outcomeRows(handle: PromptHandle, seen: Observation, nameOf: VersionNamer): RolloutNode[] {
  const last = lastEnded(seen.state);
  if (!last?.end) return [];
  const { how, cause, detail, at } = last.end;
  const label = how === 'rolled_back' ? `rolled back${cause ? ` (${cause})` : ''}` : how;
  const versions = arrow(last, nameOf);
  const ago = `${formatDuration(Math.max(0, seen.at - at))} ago`;
  const look = how === 'completed' ? 'completed' : how === 'reverted' ? 'revertedEnd' : 'rolledBackEnd';
  const can = possible(handle, seen).filter((name) => name === 'revert');
  const because = detail ? `: ${detail}` : '';
  return [
    row(handle, 'outcome', {
      label,
      description: `${versions} · ${ago}`,
      tooltip: `The last rollout, ${versions}, ended ${ago}: ${label}${because}.`,
      look,
      can,
    }),
  ];
}

function stageNode(handle: PromptHandle, seen: Observation, live: Rollout, stage: Stage, index: number): RolloutNode {
  const share = `${percent(stage.share)}${stage.only ? ` of ${segmentLabel(stage.only)}` : ''}`;
  const key = `stage ${index}`;
  const requirement = requirementWords(stage);
  const asks = `Leaving it asks for: ${requirement}.`;
  if (index < live.stage) {
    return row(handle, 'stage', {
      key,
      label: stage.name,
      description: share,
      tooltip: `Done: ${stage.name}, ${share}.`,
      look: 'done',
    });
  }
  if (index > live.stage) {
    return row(handle, 'stage', {
      key,
      label: stage.name,
      description: `${share} · ${requirement}`,
      tooltip: `To come: ${stage.name}, ${share}.\n${asks}`,
      look: 'toCome',
    });
  }
  const gates = (seen.decision?.gates ?? []).filter(isWorthARow);
  return row(handle, 'stage', {
    key: gates.length > 0 ? `${key} now` : key, // a row of its own once it has gates to show, so that it unfolds
    label: stage.name,
    description: share,
    tooltip: `Now: ${stage.name}, ${share}.\n${asks}`,
    look: live.condition.is,
    can: possible(handle, seen).filter((name) => name === 'advance' || name === 'approve'),
    children: gates.map((gate) => gateNode(handle, gate)),
    open: true,
  });
}

const gateLooks = { met: 'gateMet', waiting: 'gateWaiting', broken: 'gateBroken' } as const;
const gateWords = { met: 'This holds.', waiting: 'This holds back advancing.', broken: 'This calls for a person.' };

/** What goes without saying while it is met is not said: that data comes in, that the backend serves what it should, … */
function isWorthARow({ name, state }: Gate): boolean {
  return state !== 'met' || !['fresh', 'limit', 'mismatch', 'drift', 'deadline'].includes(name);
}

function gateNode(handle: PromptHandle, { name, state, text }: Gate): RolloutNode {
  return row(handle, 'gate', {
    key: `gate ${name}`,
    label: text,
    tooltip: `${text}.\n${gateWords[state]}`,
    look: gateLooks[state],
  });
}
