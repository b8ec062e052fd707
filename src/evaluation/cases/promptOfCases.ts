import { posix } from 'node:path';

export const casesSuffix = '.cases.yaml';

/** The path of the prompt that a file of cases names, found without reading the rest; undefined where it names none. */
export function promptOfCases(path: string, text: string): string | undefined {
  const name = /^(["']?)prompt\1:[ \t]+(?:"([^"\r\n]+)"|'([^'\r\n]+)'|([^\s"'#][^#\r\n]*))/m
    .exec(text)
    ?.slice(2)
    .find(Boolean);
  return name === undefined ? undefined : posix.join(posix.dirname(path), name.trim());
}
