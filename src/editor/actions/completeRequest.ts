import type { Project } from '../../project/project.js';
import type { Request, RequestName } from '../../project/request.js';
import type { PromptState } from '../../rollout/state.js';
import type { Version } from '../../workspace/version.js';
import { shortVersion } from '../../workspace/version.js';
import type { Choice, Dialogs } from '../dialogs.js';
import type { PromptHandle } from '../projects.js';

export interface RequestParts {
  readonly project: Project;
  readonly handle: PromptHandle;
  readonly state: PromptState;
  readonly dialogs: Dialogs;
  readonly isDraft: boolean;
  /** The version that the command was called on. */
  readonly version?: string;
  /** From the palette one chooses the candidate; a row's or a lens's button means the newest. */
  readonly choosesCandidate: boolean;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Asks for all that a request still needs; undefined where the person turned away. */
export async function completeRequest(name: RequestName, parts: RequestParts): Promise<Request | undefined> {
  switch (name) {
    case 'adopt':
      return { do: 'adopt', ...(parts.version !== undefined && { version: parts.version }) };
    case 'start':
      return startRequest(parts);
    case 'resume':
    case 'override': {
      const reason = await askReason(parts, name === 'resume' ? 'Resume' : 'Override');
      return reason === undefined ? undefined : { do: name, reason };
    }
    case 'extend':
      return extendRequest(parts);
    default:
      return { do: name };
  }
}

async function startRequest(parts: RequestParts): Promise<Request | undefined> {
  const versions = await newestVersions(parts);
  if (versions.length === 0) return { do: 'start' }; // the core says that nothing is committed yet
  const candidate = parts.version ?? (parts.choosesCandidate ? await pickVersion(parts, versions) : versions[0]?.id);
  if (candidate === undefined) return undefined;
  if (!wasRolledBack(parts.state, candidate)) return { do: 'start', candidate };
  const reason = await askReason(
    parts,
    'Start Again',
    'This candidate was rolled back before. Why is it started again? The reason is kept in the log.',
  );
  return reason === undefined ? undefined : { do: 'start', candidate, reason };
}

async function newestVersions({ project, handle, signal }: RequestParts): Promise<readonly Version[]> {
  const { historyPage } = await import('../../workspace/history.js');
  return (await historyPage(project.repository, handle.prompt.path, { count: 50 }, signal)).versions;
}

function pickVersion(
  { handle, dialogs, isDraft }: RequestParts,
  versions: readonly Version[],
): Promise<string | undefined> {
  const draft = isDraft ? ' The draft must be committed first.' : '';
  const title = `Start Rollout: ${handle.prompt.name}`;
  return dialogs.pick({ title, placeHolder: `Which version is the candidate?${draft}` }, versions.map(versionChoice));
}

function versionChoice({ id, subject, author, time }: Version, index: number): Choice<string> {
  const newest = index === 0 ? 'newest · ' : '';
  return {
    label: shortVersion(id),
    description: subject,
    detail: `${newest}${author}, ${time.slice(0, 10)}`,
    value: id,
  };
}

function wasRolledBack({ ended, released }: PromptState, candidate: string): boolean {
  const before = ended.filter((rollout) => rollout.baseline === released && rollout.candidate === candidate);
  return before.at(-1)?.end?.how === 'rolled_back';
}

const hour = 3_600_000;
const extensions = [
  ['1 hour', hour],
  ['1 day', 24 * hour],
  ['3 days', 72 * hour],
  ['1 week', 168 * hour],
] as const;

async function extendRequest(parts: RequestParts): Promise<Request | undefined> {
  const { state, handle, dialogs, now } = parts;
  const from = Math.max(now, state.live?.deadline ?? now);
  const choices = extensions.map(([label, length]) => ({
    label,
    description: `until ${new Date(from + length).toLocaleString()}`,
    value: from + length,
  }));
  const until = await dialogs.pick(
    { title: `Extend (1/2): ${handle.prompt.name}`, placeHolder: 'How much longer may it take?' },
    choices,
  );
  if (until === undefined) return undefined;
  const reason = await askReason(parts, 'Extend (2/2)');
  return reason === undefined ? undefined : { do: 'extend', until, reason };
}

function askReason(
  { dialogs, handle }: RequestParts,
  what: string,
  prompt = 'Why? The reason is kept in the log.',
): Promise<string | undefined> {
  return dialogs.text({ title: `${what}: ${handle.prompt.name}`, prompt });
}
