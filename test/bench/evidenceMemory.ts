// Reads the telemetry of a folder once, and prints the most memory that took, in MB: `<root>`.
import { jsonLines } from '../../src/evidence/sources/jsonLines.js';
import { fields, query } from './evidenceLines.js';

const [, , root = ''] = process.argv;
await jsonLines({ root, files: ['*.jsonl'], fields }).read(query, new AbortController().signal);
console.log(process.resourceUsage().maxRSS / 1024);
