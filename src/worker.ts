import { evaluationJobs } from './evaluation/work/jobs.js';
import { serveJobs } from './prompts/work/serveJobs.js';

serveJobs(evaluationJobs);
