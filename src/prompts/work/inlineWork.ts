import type { Work } from './promptWork.js';
import type { JobTable, JobTypes } from './serveJobs.js';

/** Does jobs at once, for whom is in a thread of their own already: it is that thread which is stopped. */
export function inlineWork<All extends JobTypes<All>>(jobs: JobTable<All>): Work<All> {
  const work: Work<All> = {
    run: (name, takes, _signal, onTold = () => undefined) => jobs[name](takes, onTold),
    apart: () => work,
    dispose: () => undefined,
  };
  return work;
}
