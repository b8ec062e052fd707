import type { EvaluationJobs } from '../../../../src/evaluation/work/jobs.js';
import { promptWork } from '../../../../src/prompts/work/promptWork.js';

export const sourceWorker = new URL('./sourceWorker.mjs', import.meta.url);

/** One thread for all tests that need one and no limits of their own. */
export const sourceWork = promptWork<EvaluationJobs>(sourceWorker, { milliseconds: 20_000, megabytes: 512 });
