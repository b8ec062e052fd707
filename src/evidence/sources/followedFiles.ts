import { stat } from 'node:fs/promises';
import { messageOf } from '../../prompts/humanError.js';
import { readAppended, startOfFile, type Place } from './appendedLines.js';
import { isMissing, type MatchingFile } from './matchingFiles.js';

/** Gets a whole line of a file and its number, from 1; undefined for a line of more than a megabyte. */
export type OnFileLine = (line: string | undefined, path: string, number: number) => void;

/** How far the file at a path has been read, and what it looked like before: if it looks the same, nothing is new. */
interface Known {
  readonly place: Place;
  readonly looks: string;
}

/**
 * Files that grow, each read once to its end and then on from there. A file is known by the bytes that were read last,
 * not by its name: one that was renamed or copied away goes on where it was, one that was cut or replaced starts anew.
 */
export class FollowedFiles {
  private readonly known = new Map<string, Known>();
  /** Places whose file is not under its path any more; it may turn up under another. */
  private readonly lost = new Set<Place>();

  /** Reads what is new in these files. Returns the first reason why one of them cannot be read. Aborting rejects. */
  async readNew(files: readonly MatchingFile[], onLine: OnFileLine, signal: AbortSignal): Promise<string | undefined> {
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.known.keys()) if (!paths.has(path)) this.lose(path);

    const failures: string[] = [];
    const attempt = async (file: MatchingFile, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        signal.throwIfAborted();
        if (!isMissing(error)) failures.push(`${file.path} cannot be read: ${messageOf(error)}`);
      }
    };

    // First the files that go on; only then is it known which places are lost.
    const others: MatchingFile[] = [];
    for (const file of files) {
      await attempt(file, async () => {
        const known = this.known.get(file.path);
        const looks = await looksOf(file);
        if (known?.looks === looks) return;
        if (known && (await this.readFrom(known.place, file, looks, onLine, signal))) return;
        others.push(file);
      });
    }
    for (const file of others) {
      await attempt(file, async () => {
        const looks = await looksOf(file);
        for (const place of [...this.lost, startOfFile()]) {
          if (await this.readFrom(place, file, looks, onLine, signal)) return;
        }
      });
    }
    return failures[0];
  }

  /** Reads a file on from `place`, if it is the file of that place. */
  private async readFrom(
    place: Place,
    { path, real }: MatchingFile,
    looks: string,
    onLine: OnFileLine,
    signal: AbortSignal,
  ): Promise<boolean> {
    // The place is kept from the first line on: reading may stop anywhere.
    this.lost.delete(place);
    this.known.set(path, { place, looks: '' });
    const isSame = await readAppended(real, place, (line, number) => onLine(line, path, number), signal);
    if (isSame) this.known.set(path, { place, looks });
    else this.lose(path);
    return isSame;
  }

  private lose(path: string): void {
    const known = this.known.get(path);
    if (known) this.lost.add(known.place);
    this.known.delete(path);
  }
}

async function looksOf({ real }: MatchingFile): Promise<string> {
  const { dev, ino, size, mtimeMs } = await stat(real);
  return [dev, ino, size, mtimeMs].join();
}
