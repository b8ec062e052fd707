import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { HumanError, messageOf } from '../../prompts/humanError.js';
import type { ModelOutput } from '../modelOutput.js';
import { requestKey, type ModelRequest } from '../modelRequest.js';
import type { Work } from '../../prompts/work/promptWork.js';
import { BlockReader } from './blockReader.js';
import { longestLine, type ByteRange } from './fileLines.js';
import { readPiece } from './inOrder.js';
import { journalsOf, openJournal, type Journal } from './journal.js';
import { mergeJournals } from './mergeJournals.js';
import { nearestRecording, type Nearest } from './nearestRecording.js';
import { openInside } from './openInside.js';
import { readAside } from './readAside.js';
import { byLatest, mostCompared, type LineProblem, type ReadRecordings, type RecordingJobs } from './readRecordings.js';
import { parseRecording, recordingLine, recordingsPath, type Recording } from './recording.js';
import { RecordingTable, type Indexed } from './recordingTable.js';

/** One repeat of one case, with the request that it makes. */
export interface AskedRequest {
  readonly request: ModelRequest;
  readonly case: string;
  readonly sample: number;
}

/** The recordings of one prompt, while they are used. */
export interface Recordings {
  /** From the root of the repository. */
  readonly path: string;
  readonly size: number;
  /** What is wrong in the file: the first hundred places, and how many there are. */
  readonly problems: readonly LineProblem[];
  readonly problemCount: number;
  /** @throws HumanError `conflict` where the file was changed since it was opened */
  find(asked: AskedRequest): Promise<Recording | undefined>;
  /** What is most like a request that was not recorded. */
  nearest(asked: AskedRequest): Promise<Nearest | undefined>;
  /** Whether an interrupted run left the recording behind, less than a day ago. */
  isLeft(asked: AskedRequest): boolean;
  /**
   * Keeps an output; once it resolves, the end of the process does not lose it.
   * @returns the recording as it is stored, without secrets
   * @throws HumanError where it cannot be kept
   */
  add(asked: AskedRequest, output: ModelOutput, provider: string): Promise<Recording>;
  /**
   * Ends the use. Writes the file anew with what was added and what interrupted runs left, where it was opened for
   * that; once `signal` is aborted it only leaves what was added for the next run.
   * @throws HumanError where it cannot be written; nothing is lost then
   */
  close(signal: AbortSignal): Promise<void>;
}

export interface RecordingsOptions {
  /** The repository's folder, without symbolic links in it. */
  readonly root: string;
  /** The prompt's identity. */
  readonly prompt: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Large files are read in a thread beside its own. */
  readonly work: Work<RecordingJobs>;
  /** Recordings are added, and what an interrupted run left is put in order; else nothing is ever written. */
  readonly write: boolean;
}

const day = 86_400_000;

/**
 * Opens the recordings of a prompt, and what interrupted runs left; there need not be any.
 * @throws HumanError where the file cannot be read, or is a link that leads out
 */
export async function openRecordings(
  { root, prompt, now, write, work }: RecordingsOptions,
  signal: AbortSignal,
): Promise<Recordings> {
  const path = recordingsPath(prompt);
  const file = join(root, path);
  const opened: Opened[] = [];
  const added = new Map<string, Added>();
  let journal: Promise<Journal> | undefined;
  let read: ReadRecordings;

  const closeAll = async (): Promise<void> => {
    for (const { handle } of opened) await handle.close();
  };
  try {
    const handle = await openInside(root, path);
    if (handle) opened.push({ handle, blocks: new BlockReader(handle), isJournal: false, isLeft: false });
    for (const found of await journalsOf(root, path)) {
      const part = await openInside(root, found.path);
      if (!part) continue; // its run has just merged it
      opened.push({ handle: part, blocks: new BlockReader(part), isJournal: true, isLeft: !found.isLive });
    }
    const sources = opened.map(({ handle: { fd }, isJournal }) => ({ fd, isJournal }));
    read = await readAside(sources, path, work, signal);
  } catch (error) {
    await closeAll();
    if (signal.aborted) throw new HumanError('cancelled', `Cancelled while ${path} was read. Nothing was changed.`);
    if (error instanceof HumanError) throw error;
    throw new HumanError('input', `${path} could not be read (${messageOf(error)}). Nothing was changed.`);
  }
  const { latest, problems, problemCount } = read;
  const table = new RecordingTable(read.table);
  const find = (key: string): Entry | undefined => added.get(key) ?? table.find(key);
  const isLeft = (entry: Entry): boolean => 'source' in entry && opened[entry.source]?.isLeft === true;

  async function bytesOf(entry: Entry): Promise<Buffer> {
    if ('handle' in entry) return readPiece(entry);
    const source = opened[entry.source];
    if (!source) throw new Error(`there is no file ${entry.source}`);
    return source.blocks.read(entry);
  }

  async function recordingAt(entry: Entry): Promise<Recording> {
    const recording = parseRecording(await bytesOf(entry).then(String, messageOf));
    if (!('problem' in recording) && recording.key === entry.key) return recording;
    throw new HumanError('conflict', `${path} was changed while it was used. It is as it is now; start again.`);
  }

  function near(asked: AskedRequest): readonly Entry[] {
    const withAdded = (known: readonly Indexed[], isMeant: (entry: Added) => boolean): readonly Entry[] => [
      ...[...added.values()].filter(isMeant),
      ...known.filter(({ key }) => !added.has(key)),
    ];
    const ofCase = withAdded(table.ofCase(asked.case), (entry) => entry.case === asked.case);
    const entries = ofCase.length > 0 ? ofCase : withAdded(latest, () => true);
    return entries.toSorted(byLatest).slice(0, mostCompared);
  }

  return {
    path,
    get size() {
      return table.size + [...added.keys()].filter((key) => !table.find(key)).length;
    },
    problems,
    problemCount,
    find: async ({ request, sample }) => {
      const entry = find(requestKey(request, sample));
      return entry && recordingAt(entry);
    },
    nearest: async (asked) => nearestRecording(asked, await Promise.all(near(asked).map(recordingAt))),
    isLeft: ({ request, sample }) => {
      const entry = find(requestKey(request, sample));
      return entry !== undefined && isLeft(entry) && now() - entry.recorded < day;
    },
    add: async ({ request, case: of, sample }, output, provider) => {
      const { model, latency: _, ...kept } = output;
      const key = requestKey(request, sample);
      // Later than the one that it replaces, also where that one's clock was ahead.
      const time = Math.max(now(), (find(key)?.recorded ?? 0) + 1);
      const recorded = new Date(time).toISOString();
      const whole = { key, case: of, prompt, sample, request, output: kept, recorded, provider };
      const line = recordingLine(model === undefined ? whole : { ...whole, model });
      const recording = parseRecording(line);
      if ('problem' in recording || line.length > longestLine)
        throw new HumanError('refused', `The output for case ${of} of ${prompt} is too large to be recorded.`);
      try {
        journal ??= openJournal(file);
        const own = await journal;
        const entry = { handle: own.handle, ...(await own.append(line)), key, case: of, recorded: time };
        if (time >= (added.get(key)?.recorded ?? 0)) added.set(key, entry);
        return recording;
      } catch (error) {
        if (error instanceof HumanError) throw error;
        const message = `The output for case ${of} of ${prompt} could not be recorded (${messageOf(error)}). What was recorded before it is kept.`;
        throw new HumanError('refused', message, { cause: error });
      }
    },
    close: async (closing) => {
      await closeAll();
      const own = await journal?.catch(() => undefined);
      const isCancelled = (): boolean => closing.aborted;
      if (!write || isCancelled() || (!own && !opened.some((one) => one.isLeft))) return own?.leave();
      try {
        await mergeJournals(root, path, own, work, closing);
      } catch (error) {
        await own?.leave();
        if (isCancelled()) return;
        const trouble = error instanceof HumanError ? error.trouble : 'refused';
        const message = `${path} could not be written: ${messageOf(error)} What was recorded is kept beside it, and the next run takes it in.`;
        throw new HumanError(trouble, message, { cause: error });
      }
    },
  };
}

/** A file that recordings are read from. */
interface Opened {
  readonly handle: FileHandle;
  readonly blocks: BlockReader;
  readonly isJournal: boolean;
  /** It is a journal that an interrupted run left. */
  readonly isLeft: boolean;
}

/** A recording that was added, in our own journal. */
interface Added extends ByteRange, Pick<Indexed, 'key' | 'case' | 'recorded'> {
  readonly handle: FileHandle;
}

type Entry = Indexed | Added;
