import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { HumanError } from '../prompts/humanError.js';
import { gitEnvironment, type GitConfig } from './gitEnvironment.js';
import { GitError } from './gitError.js';
import { turnToStart } from './turnToStart.js';

export { GitError };

export interface GitOptions {
  /** What git reads on its standard input; as it comes where it comes bit by bit. */
  readonly input?: string | Uint8Array | AsyncIterable<string> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How much git may print; 64 MiB where absent. */
  readonly maxBytes?: number | undefined;
  /** Lets git reach other machines (fetch, push); it cannot otherwise. */
  readonly network?: boolean | undefined;
  readonly config?: GitConfig | undefined;
}

/** git in one directory. */
export interface Git {
  readonly directory: string;
  /**
   * Runs git to its end.
   * @returns what it printed
   * @throws GitError where it ends with anything but 0
   * @throws HumanError where git is missing, does not trust the directory, prints too much, or was cancelled
   */
  run(args: readonly string[], options?: GitOptions): Promise<Buffer>;
  /** The same, as text. */
  text(args: readonly string[], options?: GitOptions): Promise<string>;
  /** What git prints as it comes; git is stopped when the reader stops. Throws what `run` throws. */
  stream(args: readonly string[], options?: GitOptions): AsyncGenerator<Buffer, void, undefined>;
}

/** So that a repository's own configuration runs no command and changes no output. */
const hardening = [
  'core.fsmonitor=false',
  'log.showSignature=false',
  'core.quotePath=false',
  'advice.graftFileDeprecated=false',
].flatMap((setting) => ['-c', setting]);
const defaultMaxBytes = 64 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;

/** git in a directory; starts nothing before it is asked to. Only for workspaces that are trusted. */
export function openGit(directory: string): Git {
  const stream = (args: readonly string[], options: GitOptions = {}): AsyncGenerator<Buffer, void, undefined> =>
    streamGit(directory, args, options);
  const run = async (args: readonly string[], options: GitOptions = {}): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream(args, options)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  return { directory, run, stream, text: async (args, options) => (await run(args, options)).toString('utf8') };
}

async function* streamGit(
  directory: string,
  args: readonly string[],
  { input, signal, maxBytes = defaultMaxBytes, network, config }: GitOptions,
): AsyncGenerator<Buffer, void, undefined> {
  if (signal?.aborted) throw cancelled();
  if (args.some((arg) => arg.includes('\0')))
    throw new HumanError('input', 'A name with a NUL character in it cannot exist in git.');
  await turnToStart();
  if (signal?.aborted) throw cancelled();
  const child = spawn('git', [...hardening, ...args], {
    cwd: directory,
    env: gitEnvironment(process.env, { network, config }),
    windowsHide: true,
  });
  const stop = (): void => void child.kill();
  signal?.addEventListener('abort', stop, { once: true });
  const ending = endOf(child);
  try {
    child.stdin.on('error', () => undefined); // git may end without reading its input; its exit code tells
    if (isStream(input)) Readable.from(input).pipe(child.stdin);
    else child.stdin.end(input);
    let printed = 0;
    for await (const chunk of bytesOf(child)) {
      printed += chunk.length;
      if (printed > maxBytes)
        throw new HumanError(
          'refused',
          `git ${args[0] ?? ''} printed more than ${maxBytes} bytes and was stopped; nothing was changed.`,
        );
      yield chunk;
    }
    const { exitCode, stderr, failure } = await ending;
    if (signal?.aborted) throw cancelled();
    if (failure) throw startError(failure, directory);
    if (exitCode !== 0) throw endError(args, exitCode, stderr);
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

function isStream(input: GitOptions['input']): input is AsyncIterable<string> {
  return typeof input === 'object' && Symbol.asyncIterator in input;
}

/** A child that could not start, or was stopped, ends its output early: how it ended is told by `endOf`. */
async function* bytesOf(child: ChildProcessWithoutNullStreams): AsyncGenerator<Buffer, void, undefined> {
  const output: AsyncIterable<Buffer> = child.stdout;
  try {
    yield* output;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}

interface Ending {
  readonly exitCode: number | null;
  readonly stderr: string;
  /** Why git could not be started. */
  readonly failure?: Error;
}

function endOf(child: ChildProcessWithoutNullStreams): Promise<Ending> {
  return new Promise((resolve) => {
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < maxErrorBytes) stderr += text;
    });
    child.once('error', (failure) => resolve({ exitCode: null, stderr, failure }));
    child.once('close', (exitCode) => resolve({ exitCode, stderr: withoutPasswords(stderr) }));
  });
}

function cancelled(): HumanError {
  return new HumanError('cancelled', 'Cancelled while git was working.');
}

function startError(failure: Error, directory: string): HumanError {
  if (!existsSync(directory))
    return new HumanError('input', `The folder ${directory} does not exist.`, { cause: failure });
  return new HumanError(
    'input',
    `git could not be started (${failure.message}). History and rollouts need it: install git ${minimumGit} or newer and make sure that it is on the PATH.`,
    { cause: failure },
  );
}

function endError(args: readonly string[], exitCode: number | null, stderr: string): Error {
  const error = new GitError(args, exitCode, stderr);
  const untrusted = /detected dubious ownership in repository at '(.+)'/.exec(stderr)?.[1];
  if (untrusted === undefined) return error;
  return new HumanError(
    'refused',
    `git does not trust ${untrusted} because it belongs to another user, so nothing was read. If you trust it, run: git config --global --add safe.directory '${untrusted}'`,
    { cause: error },
  );
}

function withoutPasswords(text: string): string {
  return text.replace(/:\/\/[^/@\s]+@/g, '://***@');
}

/** The oldest git that understands what is asked of it here. */
const minimumGit = '2.31';

/** Checks that git is there and new enough. @throws HumanError with what to do */
export async function requireGit(git: Git, signal?: AbortSignal): Promise<void> {
  const printed = (await git.text(['version'], { signal })).trim();
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(printed)?.map(Number) ?? [];
  if (major > 2 || (major === 2 && minor >= 31)) return;
  throw new HumanError('input', `${printed} is too old to read histories with. Install git ${minimumGit} or newer.`);
}
