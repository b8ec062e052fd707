import { HumanError } from '../../prompts/humanError.js';
import type { Actor } from '../../workspace/actor.js';
import { GitError, type Git } from '../../workspace/git.js';
import { listTree, readObjects } from '../../workspace/gitObjects.js';
import type { VersionId } from '../../workspace/version.js';
import { filesOfTree, placesOfFiles, textOfFiles, type VersionFiles } from '../../workspace/versionTree.js';
import type { FrozenText } from '../contents.js';
import type { EventBody, LogEvent, Via } from '../events.js';
import { applyEvent, FoldError, type Placed } from '../fold.js';
import type { PromptState } from '../state.js';
import { fastImportStream } from './fastImport.js';
import {
  asideFolder,
  emptyPromptLog,
  logLine,
  logPath,
  nextRollout,
  inOrder,
  parseLogPath,
  frozenFolder,
  readPromptLog,
  wordsIn,
  type LogFile,
  type PromptLog,
} from './logFile.js';

/** The log of one environment as it stood at one commit. */
export interface LogSnapshot {
  /** Absent while nothing was ever logged. */
  readonly head?: string;
  readonly prompts: ReadonlyMap<string, PromptLog>;
}

/** What was read at one commit. */
interface Reading extends LogSnapshot {
  /** All frozen contents. */
  readonly contents: ReadonlyMap<VersionId, FrozenText>;
}

/** An event to be logged, by whom and when. */
export interface Entry {
  readonly prompt: string;
  readonly body: EventBody;
  readonly actor: Actor;
  readonly via: Via;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly evidence?: string | undefined;
  /** Contents that the event freezes, by version. */
  readonly freeze?: ReadonlyMap<VersionId, VersionFiles> | undefined;
}

/** The append-only record of all rollouts of an environment: a branch of its own, one commit per event. */
export interface LogBranch {
  readonly ref: string;
  read(signal?: AbortSignal): Promise<LogSnapshot>;
  /**
   * Appends one event on top of what was read. Events of other prompts that came in between are no conflict.
   * @returns the log with the event in it
   * @throws HumanError `conflict` where the prompt's own log has moved since `seen`
   */
  append(entry: Entry, seen: LogSnapshot, signal?: AbortSignal): Promise<LogSnapshot>;
  /** Moves a prompt's damaged log aside; the next event begins a new one. */
  putAside(entry: Entry, seen: LogSnapshot, signal?: AbortSignal): Promise<LogSnapshot>;
  /** A frozen content. @throws HumanError where the log does not hold it */
  content(version: VersionId, signal?: AbortSignal): Promise<FrozenText>;
}

/** How often an append is tried again while other prompts' events keep coming in. */
const maxTries = 50;

const nothing: Reading = { prompts: new Map(), contents: new Map() };

/** The log of an environment in a repository. Reads nothing until it is asked to. */
export function logBranch(git: Git, environment: string): LogBranch {
  const ref = `refs/heads/prompt-rollout/${environment}`;
  let last = nothing;

  const head = async (signal?: AbortSignal): Promise<string | undefined> => {
    const out = await git.run(['for-each-ref', '--format=%(objectname)', ref], { signal });
    return out.toString().trim() || undefined;
  };

  const read = async (signal?: AbortSignal): Promise<Reading> => {
    try {
      const now = await head(signal);
      if (now !== last.head) last = now === undefined ? nothing : await readSnapshot(git, now, last, signal);
      return last;
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      throw new HumanError(
        'input',
        `The log of ${environment} cannot be read from the branch prompt-rollout/${environment}: ${error.message}. Nothing is written on top of it; mend the repository ("git fsck" tells what is missing) and try again.`,
        { cause: error },
      );
    }
  };

  const commit = async (
    entry: Entry,
    seen: LogSnapshot,
    change: (current: PromptLog) => {
      files: { path: string; content: Uint8Array }[];
      renames?: { from: string; to: string }[];
    },
    words: string,
    signal?: AbortSignal,
  ): Promise<LogSnapshot> => {
    let base = seen;
    for (let tries = 0; tries < maxTries; tries += 1) {
      const current = base.prompts.get(entry.prompt) ?? emptyPromptLog;
      if (!sameFiles(current, seen.prompts.get(entry.prompt) ?? emptyPromptLog)) throw moved(entry.prompt);
      const frozen = [...(entry.freeze ?? [])].flatMap(([version, files]) =>
        placesOfFiles(version, files).map(([path, content]) => ({ path: frozenFolder + path, content })),
      );
      const { files, renames } = change(current);
      const input = fastImportStream({
        ref,
        ...(base.head !== undefined && { from: base.head }),
        author: entry.actor,
        time: entry.time,
        message: `${entry.prompt}: ${words}\n`,
        files: [...files, ...frozen],
        ...(renames && { renames }),
      });
      try {
        await git.run(['fast-import', '--quiet', '--done'], {
          input: Buffer.concat([input, Buffer.from('done\n')]),
          signal,
        });
        return await read(signal);
      } catch (error) {
        const now = await read(signal);
        if (!(error instanceof GitError) || now.head === base.head) throw error;
        base = now;
      }
    }
    throw new HumanError(
      'conflict',
      `The log of ${environment} moves too fast to append to it; nothing was logged for ${entry.prompt}. Try again.`,
    );
  };

  return {
    ref,
    read,
    append: (entry, seen, signal) => {
      const { state } = seen.prompts.get(entry.prompt) ?? emptyPromptLog;
      if (state.is === 'damaged')
        throw new HumanError(
          'input',
          `The log of ${entry.prompt} is damaged at ${state.place}; nothing is appended to it.`,
        );
      return commit(
        entry,
        seen,
        (current) => {
          const file = fileFor(entry, current);
          const event = toEvent(entry, file.text === '' ? 1 : file.text.split('\n').length);
          requireFolds(state, { rollout: file.rollout, event });
          return { files: [{ path: file.path, content: Buffer.from(file.text + logLine(event)) }] };
        },
        wordsIn(state, entry.body),
        signal,
      );
    },
    putAside: (entry, seen, signal) =>
      commit(
        entry,
        seen,
        (current) => ({
          files: [
            {
              path: logPath(entry.prompt, nextRollout(current.files)),
              content: Buffer.from(logLine(toEvent(entry, 1))),
            },
          ],
          renames: current.files.map(({ path }) => ({ from: path, to: `${asideFolder}${seen.head ?? ''}/${path}` })),
        }),
        'put a damaged log aside',
        signal,
      ),
    content: async (version, signal) => {
      const content = last.contents.get(version) ?? (await read(signal)).contents.get(version);
      if (content === undefined)
        throw new HumanError(
          'input',
          `the log of ${environment} does not hold the content of version ${version} any more, so nobody knows whether it is what is served; bring the branch prompt-rollout/${environment} back to where it had versions/${version}, or abort`,
        );
      return content;
    },
  };
}

/** Two processes, however many prompts there are; a frozen content never changes, so that known ones are not read again. */
async function readSnapshot(git: Git, head: string, before: Reading, signal?: AbortSignal): Promise<Reading> {
  const tree = await listTree(git, head, signal);
  const entries = tree.flatMap(({ path, id }) => {
    const place = parseLogPath(path);
    return place ? [{ path, id, ...place }] : [];
  });
  const frozen = tree.flatMap(({ path, id }) => {
    if (!path.startsWith(frozenFolder)) return [];
    const [version = '', ...place] = path.slice(frozenFolder.length).split('/');
    return [{ version, place: place.join('/'), id }];
  });
  const unread = frozen.filter(({ version }) => !before.contents.has(version));
  const texts = await readObjects(
    git,
    [...entries, ...unread].map(({ id }) => id),
    signal,
  );
  const read = new Map<VersionId, Map<string, Uint8Array>>();
  unread.forEach(({ version, place }, index) => {
    const text = texts[entries.length + index];
    if (text) read.set(version, (read.get(version) ?? new Map<string, Uint8Array>()).set(place, text));
  });
  const contents = new Map<VersionId, FrozenText>();
  for (const { version } of frozen) {
    const known = before.contents.get(version);
    const files = filesOfTree(read.get(version) ?? new Map<string, Uint8Array>());
    if (known) contents.set(version, known);
    else if (files) contents.set(version, textOfFiles(files));
  }
  const files = new Map<string, LogFile[]>();
  entries.forEach(({ prompt, path, rollout }, index) => {
    const file = { path, rollout, text: texts[index]?.toString('utf8') ?? '' };
    files.set(prompt, [...(files.get(prompt) ?? []), file]);
  });
  const prompts = new Map<string, PromptLog>();
  for (const [prompt, own] of files) {
    const known = before.prompts.get(prompt);
    prompts.set(prompt, known && sameFiles(known, { files: inOrder(own) }) ? known : readPromptLog(own));
  }
  return { head, prompts, contents };
}

/** A start or an adoption opens a file; everything else goes on in the newest one. */
function fileFor({ prompt, body }: Entry, { files }: PromptLog): LogFile {
  const newest = files.at(-1);
  if (newest && body.event !== 'start' && body.event !== 'adopt') return newest;
  const rollout = nextRollout(files);
  return { path: logPath(prompt, rollout), rollout, text: '' };
}

function toEvent({ body, actor, via, time, evidence }: Entry, seq: number): LogEvent {
  const header = { seq, time: new Date(time).toISOString(), actor, via, ...(evidence !== undefined && { evidence }) };
  return { ...header, ...body, ...header }; // the header stands first, and a body cannot speak for it
}

function sameFiles(a: Pick<PromptLog, 'files'>, b: Pick<PromptLog, 'files'>): boolean {
  return (
    a.files.length === b.files.length &&
    a.files.every(({ path, text }, index) => b.files[index]?.path === path && b.files[index].text === text)
  );
}

/** What would damage the log is not written: the state has moved since the event was decided on. */
function requireFolds(state: PromptState, placed: Placed): void {
  try {
    applyEvent(state, placed);
  } catch (error) {
    if (error instanceof FoldError)
      throw new HumanError(
        'conflict',
        `This no longer fits the log: ${error.message}. Nothing was changed; look at it again.`,
        { cause: error },
      );
    throw error;
  }
}

function moved(prompt: string): HumanError {
  return new HumanError(
    'conflict',
    `Somebody else changed the rollout of ${prompt} in the meantime. Nothing was changed by you; look at it again.`,
  );
}
