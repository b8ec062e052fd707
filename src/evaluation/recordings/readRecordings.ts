import { longestLine, readLines, type ByteRange, type FileLine } from './fileLines.js';
import { parseRecording, type Recording } from './recording.js';
import { RecordingTable, type Indexed, type TableParts } from './recordingTable.js';
import { TableBuilder } from './tableBuilder.js';

/** A file with recordings that is open in this process. */
export interface RecordingSource {
  /** Its descriptor. */
  readonly fd: number;
  /** What was cut off in a journal is nobody's; other files keep whatever they hold. */
  readonly isJournal: boolean;
}

/** A stretch of one of the files that were read, which is counted from 0. */
export interface Stretch extends ByteRange {
  readonly source: number;
}

/** Something wrong with a line, which spoils no other line. */
export interface LineProblem {
  /** From 1. */
  readonly line: number;
  readonly code: 'no-recording' | 'merge-conflict' | 'recorded-twice';
  /** Whole sentences for people. */
  readonly message: string;
}

/** What stands in the recordings file of a prompt, and in the journals beside it. */
export interface ReadRecordings {
  readonly table: TableParts;
  /** The last twenty, the latest first. */
  readonly latest: readonly Indexed[];
  /** Lines that are no recordings, whole, with the LF between them. */
  readonly strange: readonly Stretch[];
  /** The first hundred. */
  readonly problems: readonly LineProblem[];
  readonly problemCount: number;
}

/** What is done with recordings in a thread: that part of `EvaluationJobs`, which itself imports far more. */
export interface RecordingJobs {
  readRecordings: { readonly takes: readonly RecordingSource[]; readonly gives: ReadRecordings };
}

const mostProblems = 100;
/** So many recordings are compared with a request that was not found. */
export const mostCompared = 20;

/**
 * Reads recordings from several files. Where they are large, this takes long: do it in a thread.
 * @throws what reading throws, and on abort
 */
export async function readRecordings(
  sources: readonly RecordingSource[],
  signal?: AbortSignal,
): Promise<ReadRecordings> {
  const builder = new TableBuilder();
  const strange: Stretch[] = [];
  const problems: LineProblem[] = [];
  let problemCount = 0;
  const tell = (line: number, code: LineProblem['code'], message: string): void => {
    problemCount += 1;
    if (problems.length < mostProblems) problems.push({ line, code, message });
  };
  const keep = ({ source, offset, length }: Stretch): void => {
    const last = strange.at(-1);
    if (last?.source === source && last.offset + last.length + 1 === offset)
      strange[strange.length - 1] = { source, offset: last.offset, length: last.length + 1 + length };
    else strange.push({ source, offset, length });
  };
  for (const [source, { fd, isJournal }] of sources.entries()) {
    const onLine = (line: FileLine): void => {
      const recording = readLine(line);
      if ('problem' in recording) {
        if (isJournal || isBlank(line)) return;
        keep({ source, offset: line.offset, length: line.length });
        tell(line.number, recording.code, recording.problem);
        return;
      }
      const entry = { source, ...placeOf(line, recording) };
      const met = builder.add(entry);
      if (met && !isJournal) tell(entry.line, 'recorded-twice', twice(met.known, entry, met.isReplaced));
    };
    await readLines(fd, onLine, signal);
  }
  const table = builder.finish();
  return { table, latest: latestOf(new RecordingTable(table)), strange, problems, problemCount };
}

function twice(known: Indexed, entry: Indexed, isReplaced: boolean): string {
  const [counts, goes] = isReplaced ? [entry.line, known.line] : [known.line, entry.line];
  return `Lines ${known.line} and ${entry.line} are recordings of the same request. Line ${counts} counts; line ${goes} is no newer and goes when recordings are written.`;
}

function latestOf(table: RecordingTable): readonly Indexed[] {
  let latest: Indexed[] = [];
  for (const entry of table) {
    if (latest.length === mostCompared && entry.recorded <= (latest.at(-1)?.recorded ?? 0)) continue;
    latest = [...latest, entry].sort(byLatest).slice(0, mostCompared);
  }
  return latest;
}

/** The latest first. */
export function byLatest(a: Pick<Indexed, 'recorded'>, b: Pick<Indexed, 'recorded'>): number {
  return b.recorded - a.recorded;
}

function placeOf(
  { number: line, offset, length, bytes }: FileLine,
  { key, case: of, sample, recorded }: Recording,
): Omit<Indexed, 'source'> {
  const start = bytes?.[0] === mark[0] && bytes?.subarray(0, mark.length).equals(mark) ? mark.length : 0;
  const end = bytes?.at(-1) === carriageReturn ? 1 : 0;
  const place = { line, offset: offset + start, length: length - start - end };
  return { ...place, key, case: of, sample, recorded: Date.parse(recorded) };
}

/** What some editors put at the start of a file. */
const mark = Buffer.from('\uFEFF');
const carriageReturn = 13;

function isBlank({ bytes }: FileLine): boolean {
  return bytes !== undefined && bytes.length < 80 && bytes.toString('utf8').trim() === '';
}

type Strange = Pick<LineProblem, 'code'> & { readonly problem: string };

function readLine({ bytes }: FileLine): Recording | Strange {
  const kept = 'It counts for nothing and is kept; delete it, or restore it from the history.';
  if (!bytes)
    return { code: 'no-recording', problem: `This line is longer than ${longestLine / 1024 / 1024} MB. ${kept}` };
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const marker = /^(<{7}|\|{7}|={7}|>{7})(?=[ \r]|$)/.exec(text)?.[0];
  if (marker !== undefined) {
    const problem = `A merge was not finished here (${marker}). The recordings of both sides count; delete the lines that begin with <<<<<<<, ======= and >>>>>>>.`;
    return { code: 'merge-conflict', problem };
  }
  const recording = parseRecording(text);
  if (!('problem' in recording)) return recording;
  return { code: 'no-recording', problem: `This is no recording: ${recording.problem}. ${kept}` };
}
