import { rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Work } from '../../prompts/work/promptWork.js';
import { withFileLock } from '../../workspace/fileLock.js';
import { writeWhole } from '../../workspace/writeWhole.js';
import { inOrder } from './inOrder.js';
import { journalsOf, tidyJournals, type Journal } from './journal.js';
import { openInside } from './openInside.js';
import { readAside } from './readAside.js';
import type { RecordingJobs } from './readRecordings.js';

/**
 * Writes a recordings file anew, in order, with what stands in the journals beside it: our own, those that interrupted
 * runs left, and those that others still write. What it holds by now is read first, so that no writer undoes another.
 * The journals that nobody writes any more are removed.
 * @param own closed and removed afterwards
 * @throws HumanError where it cannot be written; file and journals are then as they were
 */
export async function mergeJournals(
  root: string,
  path: string,
  own: Journal | undefined,
  work: Work<RecordingJobs>,
  signal: AbortSignal,
): Promise<void> {
  const file = join(root, path);
  await withFileLock(`${file}.lock`, signal, async (stillOurs) => {
    const opened: FileHandle[] = [];
    const closeAll = async (): Promise<void> => {
      for (const handle of opened) await handle.close();
    };
    const merged: string[] = [];
    try {
      const handle = await openInside(root, path);
      if (handle) opened.push(handle);
      for (const found of await journalsOf(root, path)) {
        const part = await openInside(root, found.path);
        if (!part) continue; // its own run has just merged it
        opened.push(part);
        if (!found.isLive) merged.push(join(root, found.path));
      }
      // Our own by its handle, since whoever took it for a dead process's may have removed its name.
      const handles = [...opened, ...(own ? [own.handle] : [])];
      const sources = handles.map((one) => ({ fd: one.fd, isJournal: one !== handle }));
      const read = await readAside(sources, path, work, signal);
      await stillOurs();
      await writeWhole(file, thenClose(inOrder(read, handles, signal), closeAll), root);
    } finally {
      await closeAll();
    }
    await own?.remove();
    for (const left of merged) await rm(left, { force: true });
    await tidyJournals(file);
  });
}

/** Some systems replace no file that is open. */
async function* thenClose(pieces: AsyncIterable<Buffer>, close: () => Promise<void>): AsyncGenerator<Buffer> {
  yield* pieces;
  await close();
}
