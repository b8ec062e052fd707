import { fstat } from 'node:fs';
import { promisify } from 'node:util';
import { HumanError } from '../../prompts/humanError.js';
import type { Work } from '../../prompts/work/promptWork.js';
import { readRecordings, type ReadRecordings, type RecordingJobs, type RecordingSource } from './readRecordings.js';

/** Bytes that are read sooner than a thread starts. */
const small = 2 * 1024 * 1024;
/** For ten times a gigabyte, on a busy machine. */
const limits = { milliseconds: 900_000, megabytes: 1024 };

/**
 * Reads recordings without keeping the thread busy that people wait for.
 * @param sources open until it has ended
 * @param path of the recordings file, for people
 * @throws HumanError where they are too many, or it was cancelled; else what reading throws
 */
export async function readAside(
  sources: readonly RecordingSource[],
  path: string,
  work: Work<RecordingJobs>,
  signal: AbortSignal,
): Promise<ReadRecordings> {
  const sizes = await Promise.all(sources.map(async ({ fd }) => (await promisify(fstat)(fd)).size));
  if (sizes.reduce((sum, size) => sum + size, 0) <= small) return readRecordings(sources, signal);
  const apart = work.apart(limits);
  try {
    return await apart.run('readRecordings', sources, signal);
  } catch (error) {
    if (!(error instanceof HumanError) || error.trouble !== 'refused') throw error;
    const { milliseconds, megabytes } = limits;
    const message = `${path} holds too much: to read it takes more than ${milliseconds / 60_000} minutes, or ${megabytes} MB of memory. Nothing was changed.`;
    throw new HumanError('refused', message, { cause: error });
  } finally {
    apart.dispose();
  }
}
