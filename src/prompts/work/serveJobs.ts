import { parentPort } from 'node:worker_threads';
import { messageOf } from '../humanError.js';
import { jobs, type JobName, type Jobs } from './jobs.js';

/** A job as it travels to the thread. */
export interface Order<Name extends JobName = JobName> {
  readonly id: number;
  readonly name: Name;
  readonly takes: Jobs[Name]['takes'];
}

/** What travels back: its result, or the message of a defect. */
export type Answer<Name extends JobName = JobName> =
  { readonly id: number; readonly gives: Jobs[Name]['gives'] } | { readonly id: number; readonly error: string };

/** Does the jobs that arrive for as long as this thread lives. */
export function serveJobs(): void {
  parentPort?.on('message', (order: Order) => void answer(order).then((done) => parentPort?.postMessage(done)));
}

async function answer<Name extends JobName>({ id, name, takes }: Order<Name>): Promise<Answer<Name>> {
  try {
    return { id, gives: await jobs[name](takes) };
  } catch (error) {
    return { id, error: messageOf(error) };
  }
}
