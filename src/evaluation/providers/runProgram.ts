import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { messageOf } from '../../prompts/humanError.js';

export interface Program {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly input: string;
  /** Seconds. */
  readonly timeout: number;
}

/** What a program printed, or why that is nothing to go by: the end of a sentence. */
export type Printed = { readonly output: string } | { readonly failure: string };

const mostMegabytes = 16;
const mostErrorCharacters = 2000;

/**
 * Runs a program to its end, or ends it together with all that it started: after `timeout`, on abort, and when it
 * prints too much. Never throws.
 */
export function runProgram(program: Program, signal: AbortSignal): Promise<Printed> {
  const { command, directory, environment, input, timeout } = program;
  const [name = '', ...args] = command;
  return new Promise((resolve) => {
    let child: ChildProcessWithoutNullStreams;
    try {
      // A process group of its own, so that it can be ended as a whole.
      child = spawn(name, args, {
        cwd: directory,
        env: environment,
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
    } catch (error) {
      resolve({ failure: `could not be started (${messageOf(error)})` });
      return;
    }
    const printed: Buffer[] = [];
    let length = 0;
    let complaint = '';
    let isOver = false;

    /** Once it has ended its number may be another process's. */
    const stop = (): void => {
      if (!isOver) endGroup(child);
      isOver = true;
    };
    const end = (result: Printed): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      stop();
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(result);
    };
    const onAbort = (): void => end({ failure: 'was cancelled' });
    const timer = setTimeout(() => end({ failure: `did not end within ${timeout} s and was stopped` }), timeout * 1000);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();

    child.on('error', (error) => end({ failure: `could not be started (${error.message})` }));
    child.stdout.on('data', (chunk: Buffer) => {
      printed.push(chunk);
      length += chunk.length;
      if (length > mostMegabytes * 1024 * 1024)
        end({ failure: `printed more than ${mostMegabytes} MB and was stopped` });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-mostErrorCharacters);
    });
    child.stdin.on('error', () => undefined); // it may end without reading its input
    child.stdin.end(input);
    // What it started may hold its output open for ever.
    child.on('exit', stop);
    child.on('close', (code, by) => {
      const said = complaint.trim() === '' ? '' : `: ${complaint.trim()}`;
      if (code === 0) end({ output: Buffer.concat(printed).toString('utf8') });
      else end({ failure: `ended with ${code ?? by ?? 'a signal'}${said}` });
    });
  });
}

/** Ends a process and all that it started, at once. */
function endGroup({ pid }: ChildProcessWithoutNullStreams): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true }).on('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // nobody is left
  }
}
