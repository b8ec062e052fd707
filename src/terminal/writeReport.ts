import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HumanError, messageOf } from '../prompts/humanError.js';
import type { Terminal } from './terminal.js';

/** Writes a report to a file, from the folder that the terminal stands in. @throws HumanError where that cannot be */
export async function writeReport({ directory }: Terminal, path: string, text: string): Promise<void> {
  await writeFile(resolve(directory, path), text).catch((error: unknown) => {
    throw new HumanError('input', `The report could not be written to ${path}: ${messageOf(error)}.`, { cause: error });
  });
}
