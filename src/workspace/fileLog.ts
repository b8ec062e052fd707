import { StringDecoder } from 'node:string_decoder';
import type { Git } from './git.js';
import { parseRaw, type TreeChange } from './treeChanges.js';

/** A commit that touched a file. */
export interface FileCommit {
  readonly commit: string;
  readonly parents: readonly string[];
  /** Committer date in epoch seconds: what git orders by. */
  readonly committed: number;
  readonly author: string;
  readonly email: string;
  /** Author date, ISO 8601. */
  readonly time: string;
  readonly subject: string;
  /** One for each parent in which the file is another, or is not there; in the order of the parents. */
  readonly changes: readonly FileChange[];
}

/** The file's blob in a parent and in the commit; undefined where it is no regular file there. */
export type FileChange = Pick<TreeChange, 'before' | 'after'>;

const headerFields = 7;
const format = '--format=tformat:%H%x00%P%x00%ct%x00%an%x00%ae%x00%aI%x00%s';

/**
 * Every commit that touched the file of one name, newest first, as git finds them; git is stopped when the reader stops.
 * No rename is followed, no side branch is left out.
 * @param from an object id to begin at
 * @param known object ids whose history is not wanted again
 */
export async function* fileLog(
  git: Git,
  name: string,
  from: string,
  known: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<FileCommit, void, undefined> {
  const log = [
    'log',
    '-z',
    '--encoding=UTF-8',
    '--no-color',
    '--no-notes',
    '--no-follow',
    '--root',
    '--full-history',
    format,
  ];
  const diff = ['--raw', '--no-abbrev', '--no-renames', '--diff-merges=separate', '--no-ext-diff', '--no-textconv'];
  const args = [...log, ...diff, from, ...(known.length > 0 ? ['--not', ...known] : []), '--', name];
  const decoder = new StringDecoder('utf8');
  const parser = new LogParser(name);
  let rest = '';
  for await (const chunk of git.stream(args, { signal, maxBytes: Infinity })) {
    const tokens = (rest + decoder.write(chunk)).split('\0');
    rest = tokens.pop() ?? '';
    yield* parser.read(tokens);
  }
  yield* parser.end();
}

/** Understands what git prints, token by token: header fields for each commit and parent, then a raw line and a path for each file. */
class LogParser {
  private header: string[] = [];
  private raw: FileChange | undefined;
  private current: (FileCommit & { readonly changes: FileChange[] }) | undefined;

  constructor(private readonly name: string) {}

  /** The commits that are complete with these tokens. */
  read(tokens: readonly string[]): FileCommit[] {
    return tokens.flatMap((token) => {
      if (this.raw) {
        if (token === this.name) this.current?.changes.push(this.raw);
        this.raw = undefined;
      } else if (this.header.length === 0 && token.trimStart().startsWith(':')) {
        this.raw = parseRaw(token);
      } else if (this.header.push(token) === headerFields) {
        return this.begin();
      }
      return [];
    });
  }

  /** The last commit. */
  end(): FileCommit[] {
    return this.current ? [this.current] : [];
  }

  private begin(): FileCommit[] {
    const [commit = '', parents = '', committed, author = '', email = '', time = '', subject = ''] = this.header;
    this.header = [];
    if (commit === this.current?.commit) return []; // the same merge against its next parent
    const before = this.end();
    this.current = {
      commit,
      parents: parents.split(' ').filter(Boolean),
      committed: Number(committed),
      author,
      email,
      time,
      subject,
      changes: [],
    };
    return before;
  }
}
