import type { Request, RequestName } from '../../project/request.js';
import type { Autopilot } from '../../rollout/decide.js';
import type { EventBody } from '../../rollout/events.js';
import { stageWords } from '../../rollout/eventWords.js';
import type { Preview } from '../../rollout/preview.js';
import { describeSplit } from '../../rollout/split.js';
import { lastEnded, type PromptState } from '../../rollout/state.js';
import type { Stage } from '../../rollout/strategy/strategy.js';
import { liveRiskSentence } from '../../rollout/totalRisk.js';
import { wholeTraffic } from '../../rollout/trafficBackend.js';
import { watchNote } from '../../rollout/watchWords.js';
import { shortVersion, type VersionId } from '../../workspace/version.js';
import type { Question } from '../dialogs.js';
import type { VersionNamer } from '../rollouts/standing.js';

export interface AskedFor {
  readonly name: string;
  readonly environment: string;
  /** What people call the traffic backend. */
  readonly backend: string;
  readonly request: Request;
  readonly preview: Preview;
  readonly autopilot: Autopilot;
  /** The first stage of the strategy that would start. */
  readonly firstStage?: Stage;
  /** `v12`, or seven digits. */
  readonly nameOf: VersionNamer;
  /** More that a person should know, as sentences. */
  readonly notes: readonly string[];
}

/** What a person confirms before traffic moves; undefined where nothing need be confirmed. */
export function questionFor(asked: AskedFor): Question | undefined {
  const { name, request, preview } = asked;
  const { state } = preview.before;
  const body = preview.bodies.at(-1);
  if (!body) return undefined;
  switch (request.do) {
    case 'adopt':
      return body.event === 'adopt'
        ? question(
            asked,
            `Adopt ${asked.nameOf(body.version)} as the released version of ${name}?`,
            'Adopt',
            fullName(asked, body.version),
          )
        : undefined;
    case 'start':
      return body.event === 'start'
        ? question(
            asked,
            `Start the rollout of ${name}${asked.firstStage ? ` at ${stageWords(asked.firstStage)}` : ''}?`,
            'Start Rollout',
            arrow(asked, body.baseline, body.candidate),
          )
        : undefined;
    case 'advance':
      return advanceQuestion(asked, state, body);
    case 'override':
      return question(
        asked,
        `Override the gates of ${name}${overrideTarget(state, body)}?`,
        'Override',
        liveVersions(asked),
      );
    case 'abort':
      return question(asked, `Abort the rollout of ${name}?`, 'Abort Rollout', liveVersions(asked, true));
    case 'revert': {
      const last = lastEnded(state);
      return question(
        asked,
        `Revert ${name} to the version before?`,
        'Revert',
        last ? arrow(asked, last.candidate, last.baseline) : '',
      );
    }
    default:
      return undefined;
  }
}

function advanceQuestion(asked: AskedFor, state: PromptState, body: EventBody): Question | undefined {
  if (body.event !== 'advance') return undefined;
  const stage = state.live?.strategy.stages[body.stage];
  if (!stage) return question(asked, `Complete the rollout of ${asked.name}?`, 'Complete', liveVersions(asked));
  if (stage.only || stage.share < wholeTraffic) return undefined;
  return question(asked, `Advance ${asked.name} to ${stageWords(stage)}?`, 'Advance', liveVersions(asked));
}

function overrideTarget({ live }: PromptState, body: EventBody): string {
  if (body.event !== 'override' || !live) return '';
  const stage = live.strategy.stages[body.stage];
  if (!stage) return ' and complete it';
  return body.stage === live.stage ? ` and go on with ${stageWords(stage)}` : ` and go to ${stageWords(stage)}`;
}

function liveVersions(asked: AskedFor, back = false): string {
  const { live } = asked.preview.before.state;
  if (!live) return '';
  return back ? arrow(asked, live.candidate, live.baseline) : arrow(asked, live.baseline, live.candidate);
}

function arrow(asked: AskedFor, from: VersionId, to: VersionId): string {
  return `${fullName(asked, from)} → ${fullName(asked, to)}`;
}

/** `v12 (9f2c1a7)`: what people say, and what is written. */
function fullName({ nameOf }: AskedFor, version: VersionId): string {
  const [name, digits] = [nameOf(version), shortVersion(version)];
  return name === digits ? digits : `${name} (${digits})`;
}

function question(asked: AskedFor, message: string, button: string, versions: string): Question {
  const { environment, backend, request, preview, notes } = asked;
  const { after, bodies, afterwards, writes } = preview;
  const risk = liveRiskSentence(after);
  const adopted = request.do === 'start' ? bodies.find((body) => body.event === 'adopt') : undefined;
  const override = bodies.find((body) => body.event === 'override');
  const reason = 'reason' in request ? request.reason : undefined;
  const sections = [
    [
      ...(versions ? [`Version: ${versions}`] : []),
      `Environment: ${environment} (${backend})`,
      ...(afterwards ? [`Traffic afterwards: ${describeSplit(afterwards, asked.nameOf)}`] : []),
      ...(adopted
        ? [
            `Adopted first, as the baseline: ${fullName(asked, adopted.version)}${adopted.origin === 'served' ? ', which the backend serves' : ', published at 100 %'}`,
          ]
        : []),
      ...(writes ? [`Will be written: ${writes.summary}`] : []),
      ...(reason ? [`Reason: ${reason}`] : []),
    ],
    override && override.skipped.length > 0
      ? ['Skipped, and shown in the report for ever:', ...override.skipped.map((gate) => `- ${gate}`)]
      : [],
    risk === undefined ? [] : [risk],
    [...notes, ...(watched.includes(request.do) ? [watchNote(asked.autopilot, preview.before.watcher)] : [])],
  ];
  const detail = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return { message, detail: detail.join('\n\n'), button, ...(writes?.diff && { changes: writes.diff }) };
}

/** The moves after which something has to watch. */
const watched: readonly RequestName[] = ['start', 'advance', 'override'];
