import type { EvaluationJobs } from '../../../src/evaluation/work/jobs.js';
import { promptWork } from '../../../src/prompts/work/promptWork.js';
import { sourceWorker } from '../prompts/work/sourceWork.js';

/** One thread for all tests of evaluation. */
export const evaluationWork = promptWork<EvaluationJobs>(sourceWorker, { milliseconds: 20_000, megabytes: 512 });
