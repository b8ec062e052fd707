import { Worker } from 'node:worker_threads';
import { HumanError } from '../humanError.js';
import type { Jobs } from './jobs.js';
import type { Answer, JobTypes, Order, Told } from './serveJobs.js';

/** Does jobs in a thread of its own, where a hostile or huge file can be stopped. */
export interface Work<All extends JobTypes<All>> {
  /**
   * @param onTold given what the job tells while it is at work; the time it may take then begins anew
   * @throws HumanError `refused` where it took too long or too much memory (the next job gets a new thread),
   * `cancelled` where `signal` says so; what the job throws
   */
  run<Name extends keyof All & string>(
    name: Name,
    takes: All[Name]['takes'],
    signal?: AbortSignal,
    onTold?: (some: Told<All[Name]>) => void,
  ): Promise<All[Name]['gives']>;
  /** Does the same jobs in another thread, for what may take longer than others can wait; to be disposed of. */
  apart(limits: WorkLimits): Work<All>;
  dispose(): void;
}

/** Understands prompts. */
export type PromptWork = Work<Jobs>;

export interface WorkLimits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const usualLimits: WorkLimits = { milliseconds: 10_000, megabytes: 256 };

/**
 * Starts a thread when the first job comes and keeps it warm; jobs run one at a time, in order.
 * @param entry the module that calls `serveJobs`
 */
export function promptWork<All extends JobTypes<All> = Jobs>(entry: URL, limits: WorkLimits = usualLimits): Work<All> {
  let worker: Worker | undefined;
  let isReady = false;
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
    isReady = false;
    started.once('message', () => (isReady = true));
    return started;
  }

  function runNow<Name extends keyof All & string>(
    name: Name,
    takes: All[Name]['takes'],
    signal: AbortSignal | undefined,
    onTold: ((some: Told<All[Name]>) => void) | undefined,
  ): Promise<All[Name]['gives']> {
    const thread = (worker ??= start());
    const id = (count += 1);
    // A process does not end while it waits for a job, and is not kept by a thread that has none.
    thread.ref();
    return new Promise((resolve, reject) => {
      const refuse = (trouble: 'refused' | 'cancelled', message: string) => {
        finish();
        stop();
        reject(new HumanError(trouble, message));
      };
      const seconds = (limits.milliseconds / 1000).toLocaleString('en');
      const tooLong = `This prompt took longer than ${seconds} s and was stopped. Look for a loop without end.`;
      let timer: NodeJS.Timeout | undefined;
      const startClock = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => refuse('refused', tooLong), limits.milliseconds);
      };
      // How long a thread takes to start, on a busy machine, is not the prompt's fault.
      if (isReady) startClock();
      else thread.once('message', startClock);
      const onMessage = (answer: Answer<All[Name]['gives'], Told<All[Name]>>) => {
        if (answer.id !== id) return;
        if ('tells' in answer) {
          startClock();
          onTold?.(answer.tells);
          return;
        }
        finish();
        if ('gives' in answer) resolve(answer.gives);
        else reject(answer.trouble ? new HumanError(answer.trouble, answer.error) : new Error(answer.error));
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
        thread.unref();
        thread.off('message', startClock).off('message', onMessage).off('error', onError).off('exit', onExit);
        signal?.removeEventListener('abort', onAbort);
      }
      thread.on('message', onMessage).on('error', onError).on('exit', onExit);
      signal?.addEventListener('abort', onAbort, { once: true });
      thread.postMessage({ id, name, takes } satisfies Order<Name, All[Name]['takes']>);
    });
  }

  return {
    run: (name, takes, signal, onTold) => {
      const turn = last.then(() => {
        signal?.throwIfAborted();
        return runNow(name, takes, signal, onTold);
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    apart: (others) => promptWork(entry, others),
    dispose: stop,
  };
}
