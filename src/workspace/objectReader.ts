import { GitError, type Git } from './git.js';

/** An object of a repository. */
export interface GitObject {
  /** The whole id. */
  readonly id: string;
  readonly type: string;
  readonly content: Buffer;
}

/** Reads objects one after the other from one process of git. */
export interface ObjectReader {
  /** @param name an object id or `<commit>:<path>`; undefined for what does not exist, or is left out of a partial clone */
  read(name: string): Promise<GitObject | undefined>;
  /** Ends git. */
  close(): Promise<void>;
}

/** Starts git when the first object is asked for. */
export function openObjects(git: Git, signal?: AbortSignal): ObjectReader {
  let questions = openQueue();
  let output: AsyncGenerator<Buffer, void, undefined> | undefined;
  let printed: Buffer = Buffer.alloc(0);
  let turn: Promise<unknown> = Promise.resolve();

  async function more(): Promise<void> {
    output ??= git.stream(['cat-file', '--batch'], { input: questions.lines, signal, maxBytes: Infinity });
    const next = await output.next();
    if (next.done) throw new Error('git ended before it had answered');
    printed = printed.length === 0 ? next.value : Buffer.concat([printed, next.value]);
  }

  async function line(): Promise<string> {
    for (;;) {
      const end = printed.indexOf('\n');
      if (end >= 0) {
        const text = printed.toString('utf8', 0, end);
        printed = printed.subarray(end + 1);
        return text;
      }
      await more();
    }
  }

  async function bytes(count: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let missing = count; ;) {
      const chunk = printed.subarray(0, missing);
      printed = printed.subarray(chunk.length);
      chunks.push(chunk);
      missing -= chunk.length;
      if (missing === 0) return Buffer.concat(chunks);
      await more();
    }
  }

  async function readNow(name: string): Promise<GitObject | undefined> {
    questions.push(`${name}\n`);
    const [, id, type, size] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(await line()) ?? [];
    if (id === undefined || type === undefined) return undefined;
    const content = await bytes(Number(size));
    await bytes(1);
    return { id, type, content };
  }

  /** git ends at an object that it would have to fetch. */
  function startAgain(error: unknown): undefined {
    if (!(error instanceof GitError)) throw error;
    questions.end();
    [questions, output, printed] = [openQueue(), undefined, Buffer.alloc(0)];
    return undefined;
  }

  return {
    read: (name) => {
      if (name.includes('\n')) return Promise.resolve(undefined);
      const answer = turn.then(() => readNow(name)).catch(startAgain);
      turn = answer.catch(() => undefined);
      return answer;
    },
    close: async () => {
      await turn;
      questions.end();
      await output?.return();
    },
  };
}

/** Lines that are handed out as they come. */
function openQueue(): { readonly lines: AsyncIterable<string>; push(line: string): void; end(): void } {
  const waiting: string[] = [];
  let ended = false;
  let wake = (): void => undefined;
  async function* lines(): AsyncGenerator<string, void, undefined> {
    for (;;) {
      yield* waiting.splice(0);
      if (ended) return;
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    lines: lines(),
    push: (line) => {
      waiting.push(line);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
  };
}
