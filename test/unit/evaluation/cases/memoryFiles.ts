import type { CaseFiles } from '../../../../src/evaluation/cases/caseFiles.js';

/** Files that are only in memory; `read` says which were asked for. */
export function memoryFiles(files: Readonly<Record<string, string>>): CaseFiles & { readonly asked: string[] } {
  const asked: string[] = [];
  const find = (path: string) => {
    asked.push(path);
    return Object.hasOwn(files, path) ? files[path]! : { refused: 'there is no such file' };
  };
  return {
    asked,
    read: (path) => Promise.resolve(find(path)),
    stream: (path) => {
      const found = find(path);
      return Promise.resolve(typeof found === 'string' ? pieces(found) : found);
    },
    list: () => Promise.resolve(Object.keys(files).sort()),
  };
}

/** A text in pieces of so many characters. */
export async function* pieces(text: string, size = 7): AsyncGenerator<string, void, undefined> {
  const characters = Array.from(text);
  for (let at = 0; at < characters.length; at += size)
    yield await Promise.resolve(characters.slice(at, at + size).join(''));
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
