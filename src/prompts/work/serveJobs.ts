import { parentPort } from 'node:worker_threads';
import { HumanError, messageOf, type Trouble } from '../humanError.js';

/** Jobs by name: what each takes and gives, and what it tells while it is at work. */
export type JobTypes<All> = {
  readonly [Name in keyof All]: { readonly takes: unknown; readonly gives: unknown; readonly tells?: unknown };
};

/** What a job tells before it is done; most tell nothing. */
export type Told<Job> = Job extends { readonly tells: infer Some } ? Some : never;

/** How each job is done. */
export type JobTable<All extends JobTypes<All>> = {
  readonly [Name in keyof All]: (
    takes: All[Name]['takes'],
    tell: (some: Told<All[Name]>) => void,
  ) => Promise<All[Name]['gives']>;
};

/** A job as it travels to the thread. */
export interface Order<Name, Takes> {
  readonly id: number;
  readonly name: Name;
  readonly takes: Takes;
}

/** What travels back: pieces of its result, then the rest of it; or an error, of what kind it is where a person is meant to read it. */
export type Answer<Gives, Some> =
  | { readonly id: number; readonly tells: Some }
  | { readonly id: number; readonly gives: Gives }
  | { readonly id: number; readonly error: string; readonly trouble?: Trouble };

/** Says that it is ready, then does the jobs that arrive for as long as this thread lives. */
export function serveJobs<All extends JobTypes<All>>(jobs: JobTable<All>): void {
  async function answer<Name extends keyof All>({
    id,
    name,
    takes,
  }: Order<Name, All[Name]['takes']>): Promise<Answer<All[Name]['gives'], never>> {
    try {
      const tell = (tells: Told<All[Name]>): void => parentPort?.postMessage({ id, tells });
      return { id, gives: await jobs[name](takes, tell) };
    } catch (error) {
      return { id, error: messageOf(error), ...(error instanceof HumanError && { trouble: error.trouble }) };
    }
  }
  parentPort?.on(
    'message',
    (order: Order<keyof All, All[keyof All]['takes']>) =>
      void answer(order).then((done) => parentPort?.postMessage(done)),
  );
  parentPort?.postMessage({ ready: true });
}
