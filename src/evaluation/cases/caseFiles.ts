/** Where cases are read from: a working tree, or the files of a version. All paths are from its root, with forward slashes. */
export interface CaseFiles {
  /** The whole text of a file. */
  read(path: string): Promise<string | Refused>;
  /** The same in pieces, none of which ends inside a character; for files that may be large. */
  stream(path: string): Promise<AsyncIterable<string> | Refused>;
  /** All files there are, sorted; for globs. */
  list(): Promise<readonly string[]>;
}

/** A file that is not there, or not for us to read. */
export interface Refused {
  /** Why, as the end of a sentence: `there is no such file`. */
  readonly refused: string;
}

export function isRefused(found: string | AsyncIterable<string> | Refused): found is Refused {
  return typeof found === 'object' && 'refused' in found;
}
