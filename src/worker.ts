import { serveJobs } from './prompts/work/serveJobs.js';

serveJobs();
