import { Worker } from 'node:worker_threads';
import { HumanError } from '../humanError.js';
import type { JobName, Jobs } from './jobs.js';
import type { Answer, Order } from './serveJobs.js';

/** Understands prompts in a thread of its own, where a hostile or huge one can be stopped. */
export interface PromptWork {
  /**
   * @throws HumanError `refused` where it took too long or too much memory (the next job gets a new thread),
   * `cancelled` where `signal` says so
   */
  run<Name extends JobName>(name: Name, takes: Jobs[Name]['takes'], signal?: AbortSignal): Promise<Jobs[Name]['gives']>;
  dispose(): void;
}

export interface WorkLimits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const usualLimits: WorkLimits = { milliseconds: 5000, megabytes: 256 };

/**
 * Starts a thread when the first job comes and keeps it warm; jobs run one at a time, in order.
 * @param entry the module that calls `serveJobs`
 */
export function promptWork(entry: URL, limits: WorkLimits = usualLimits): PromptWork {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;

  function stop(): void {
    void worker?.terminate();
    worker = undefined;
  }

  function start(): Worker {
    const started = new Worker(entry, {
      name: 'prompt work',
      env: {}, // a template has no business with the environment
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
    });
    started.unref();
    return started;
  }

  function runNow<Name extends JobName>(
    name: Name,
    takes: Jobs[Name]['takes'],
    signal: AbortSignal | undefined,
  ): Promise<Jobs[Name]['gives']> {
    const thread = (worker ??= start());
    const id = (count += 1);
    return new Promise((resolve, reject) => {
      const refuse = (trouble: 'refused' | 'cancelled', message: string) => {
        finish();
        stop();
        reject(new HumanError(trouble, message));
      };
      const seconds = (limits.milliseconds / 1000).toLocaleString('en');
      const timer = setTimeout(
        () =>
          refuse('refused', `This prompt took longer than ${seconds} s and was stopped. Look for a loop without end.`),
        limits.milliseconds,
      );
      const onMessage = (answer: Answer<Name>) => {
        if (answer.id !== id) return;
        finish();
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer.gives);
      };
      const onError = (error: Error) => {
        const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        if (isMemory)
          refuse('refused', `This prompt needed more than ${limits.megabytes} MB of memory and was stopped.`);
        else {
          finish();
          stop();
          reject(error);
        }
      };
      const onExit = () => onError(new Error('The thread that understands prompts ended.'));
      const onAbort = () => refuse('cancelled', 'Cancelled. Nothing was changed.');
      function finish(): void {
        clearTimeout(timer);
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        signal?.removeEventListener('abort', onAbort);
      }
      thread.on('message', onMessage).on('error', onError).on('exit', onExit);
      signal?.addEventListener('abort', onAbort, { once: true });
      thread.postMessage({ id, name, takes } satisfies Order<Name>);
    });
  }

  return {
    run: (name, takes, signal) => {
      const turn = last.then(() => {
        signal?.throwIfAborted();
        return runNow(name, takes, signal);
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    dispose: stop,
  };
}
