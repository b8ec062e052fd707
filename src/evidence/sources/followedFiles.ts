import { stat } from 'node:fs/promises';
import { messageOf } from '../../prompts/humanError.js';
import {
  endOfFile,
  isOfPlace,
  readAppended,
  startOfFile,
  type Ended,
  type LineReader,
  type Place,
} from './appendedLines.js';
import { Damaged, isGzip, placeInGzip, readGzip } from './gzippedLines.js';
import type { KeptFiles } from './keptFiles.js';
import { isMissing, type MatchingFile } from './matchingFiles.js';

/** What gets the lines of followed files. */
export interface LineSink {
  /**
   * Gets a whole line of a file and its number, from 1: the bytes from `start` to `end`, which stay as they are; undefined for a
   * line of more than a megabyte.
   * @returns when its event was, in epoch milliseconds, where it tells
   */
  take(bytes: Buffer | undefined, start: number, end: number, path: string, number: number): number | undefined;
  /** Is told of lines that cannot be read, and where they begin. */
  skip?(problem: string, path: string, number: number): void;
  /**
   * Is told, before lines come, how far their file was read in event time, and how far the least of the others that are not at
   * their end; -Infinity where that is not known, Infinity where there are none.
   */
  turn?(reached: number, others: number): void;
}

/** How far the file at a path has been read, and what it looked like then: if it looks the same, nothing is new. */
interface Known {
  readonly place: Place;
  readonly looks: string;
}

/** A file that has something new. */
interface Pending extends Known {
  readonly file: MatchingFile;
}

/** Milliseconds of event time that one file is read ahead of the others. */
const ahead = 10 * 60_000;
/** So many files that are gone are recognised when they turn up again, the last ones. */
const mostLost = 1000;

/**
 * Files that grow, each read once to its end and then on from there; those that have something new are read side by side, in
 * the order of time. A file is known by the bytes that were read last, not by its name: one that was renamed or copied
 * away goes on where it was, one that was cut or replaced starts anew.
 */
export class FollowedFiles {
  private readonly known = new Map<string, Known>();
  /** Places whose file is not under its path any more, and what it looked like; it may turn up under another. */
  private readonly lost = new Map<Place, string>();
  /** Copies of what is read under another path, and what they look like: all that is in them was counted. */
  private readonly copies = new Map<string, string>();
  private moves = 0;

  /**
   * Reads what is new in these files. Returns the first reason why one of them cannot be read. Aborting rejects.
   * @param pause awaited now and then, between two lines
   */
  async readNew(
    files: readonly MatchingFile[],
    sink: LineSink,
    signal: AbortSignal,
    pause?: () => Promise<void>,
  ): Promise<string | undefined> {
    const failures: string[] = [];
    const attempt = async <T>(file: MatchingFile, work: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await work();
      } catch (error) {
        signal.throwIfAborted();
        if (!isMissing(error)) failures.push(`${file.path} cannot be read: ${messageOf(error)}`);
        return undefined;
      }
    };

    const pending = new Set<Pending>();
    for (const found of await this.findNews(files, attempt, signal)) pending.add(found);
    while (pending.size > 0) {
      const [next, others] = earliest(pending);
      const { file, place, looks } = next;
      sink.turn?.(place.reached, others);
      const reader: LineReader = {
        onLine: (bytes, start, end, number) => sink.take(bytes, start, end, file.path, number),
        stops: async () => {
          this.moves++;
          await pause?.();
          return place.reached > others + ahead;
        },
      };
      const ended = await attempt(file, () => this.readOne(file, place, reader, sink, signal));
      if (ended === 'before the end') continue;
      pending.delete(next);
      this.moves++;
      if (ended === 'at the end') this.known.set(file.path, { place, looks });
      else if (ended === 'another file') this.lose(file.path);
    }
    return failures[0];
  }

  private async readOne(
    { path, real }: MatchingFile,
    place: Place,
    reader: LineReader,
    sink: LineSink,
    signal: AbortSignal,
  ): Promise<Ended> {
    if (!isGzip(path)) return readAppended(real, place, reader, signal);
    try {
      return await readGzip(real, place, reader, signal);
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      // It is told once: a file that was packed long ago must not hold a rollout for ever.
      sink.skip?.(`cannot be unpacked from here on: ${error.message}`, path, place.lines + 1);
      return 'at the end';
    }
  }

  /** Grows whenever something was read, or a file was found or lost. */
  get changes(): number {
    return this.moves;
  }

  /** What others need to go on from here. */
  kept(): KeptFiles {
    return {
      known: [...this.known].map(([path, { place, looks }]) => [path, place, looks] as const),
      lost: [...this.lost],
      copies: [...this.copies],
    };
  }

  /** Goes on from what was kept; nothing was read before. */
  restore({ known, lost, copies }: KeptFiles): void {
    for (const [path, looks] of copies) this.copies.set(path, looks);
    for (const [path, place, looks] of known) this.known.set(path, { place, looks });
    for (const [place, looks] of lost) this.lost.set(place, looks);
  }

  /** The files that have something new, each with the place that it is read on from. */
  private async findNews(
    files: readonly MatchingFile[],
    attempt: <T>(file: MatchingFile, work: () => Promise<T>) => Promise<T | undefined>,
    signal: AbortSignal,
  ): Promise<Pending[]> {
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.known.keys()) if (!paths.has(path)) this.lose(path);
    for (const path of this.copies.keys()) if (!paths.has(path)) this.copies.delete(path);

    const news: Pending[] = [];
    const others: [MatchingFile, string][] = [];
    // First the files that go on; only then is it known which places are lost.
    for (const file of files) {
      await attempt(file, async () => {
        const known = this.known.get(file.path);
        const looks = await looksOf(file);
        if (known?.looks === looks || this.copies.get(file.path) === looks) return;
        if (known && !isGzip(file.path) && (await isOfPlace(file.real, known.place))) {
          news.push({ file, place: known.place, looks });
        } else {
          this.lose(file.path);
          // A packed file beside the one that it is made of is not whole yet, or a copy.
          if (!isGzip(file.path) || !paths.has(file.path.slice(0, -3))) others.push([file, looks]);
        }
      });
    }
    const before = new Set(this.known.values());
    for (const [file, looks] of others) {
      await attempt(file, async () => {
        if (!isGzip(file.path) && (await this.isCopy(file, before, files))) {
          this.copies.set(file.path, looks);
          return;
        }
        this.copies.delete(file.path);
        const found = await this.recognise(file, looks, signal);
        const place = found?.place ?? startOfFile();
        this.lost.delete(place);
        // The place is kept from the first line on: reading may stop anywhere.
        this.known.set(file.path, { place, looks: found?.isSame ? looks : '' });
        if (!found?.isSame) news.push({ file, place, looks });
      });
    }
    return news;
  }

  /** Whether a file is a copy of the beginning of one that goes on: it is about to be cut, and was or will be read itself. */
  private async isCopy(
    { real }: MatchingFile,
    known: ReadonlySet<Known>,
    files: readonly MatchingFile[],
  ): Promise<boolean> {
    const end = await endOfFile(real);
    if (!end) return false;
    for (const file of files) {
      const original = this.known.get(file.path);
      if (original && known.has(original) && !isGzip(file.path) && (await isOfPlace(file.real, end))) return true;
    }
    return false;
  }

  /** The place that was lost of this file; whether it looks the same, so that nothing in it is new. */
  private async recognise(
    { path, real }: MatchingFile,
    looks: string,
    signal: AbortSignal,
  ): Promise<{ readonly place: Place; readonly isSame: boolean } | undefined> {
    for (const [place, looked] of this.lost) if (looked === looks) return { place, isSame: true };
    if (isGzip(path)) {
      const place = this.lost.size === 0 ? undefined : await placeInGzip(real, this.lost.keys(), signal);
      return place && { place, isSame: false };
    }
    for (const place of this.lost.keys()) if (await isOfPlace(real, place)) return { place, isSame: false };
    return undefined;
  }

  private lose(path: string): void {
    const known = this.known.get(path);
    this.known.delete(path);
    this.moves++;
    if (!known || known.place.offset === 0) return;
    this.lost.set(known.place, known.looks);
    const [oldest] = this.lost.keys();
    if (oldest && this.lost.size > mostLost) this.lost.delete(oldest);
  }
}

/** The file that is to be read on first, and how far the least of the others was read. */
function earliest(pending: Iterable<Pending>): [Pending, number] {
  let [first, others]: [Pending | undefined, number] = [undefined, Infinity];
  for (const one of pending) {
    if (!first || one.place.reached < first.place.reached) {
      others = first ? first.place.reached : others;
      first = one;
    } else {
      others = Math.min(others, one.place.reached);
    }
  }
  if (!first) throw new Error('nothing is pending');
  return [first, others];
}

async function looksOf({ real }: MatchingFile): Promise<string> {
  const { dev, ino, size, mtimeMs } = await stat(real);
  return [dev, ino, size, mtimeMs].join();
}
