import { findSourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Takes a line of a stack trace with a place in a bundle; returns it with the place in the source. Other lines stay. */
export const sourceLine = (line: string): string =>
  line.replace(/([^\s()]+\.js):(\d+):(\d+)/, (place: string, file: string, row: string, column: string) => {
    const found = findSourceMap(path.resolve(file))?.findEntry(Number(row) - 1, Number(column) - 1);
    if (!found || !('originalSource' in found)) return place;
    const source = found.originalSource.startsWith('file:')
      ? fileURLToPath(found.originalSource)
      : found.originalSource;
    return `${path.relative(process.cwd(), source)}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  });
