import { fileURLToPath } from 'node:url';
import type { EvaluationJobs } from './evaluation/work/jobs.js';
import { environmentOf } from './prompts/rendering/environment.js';
import { promptWork } from './prompts/work/promptWork.js';
import { askOn } from './terminal/ask.js';
import { run } from './terminal/run.js';
import { tokensVariable } from './workspace/tokens.js';

const { stdin, stdout, stderr, env } = process;

// Whoever reads may stop reading, as `head` does.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 70);
  });
}

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interruption.abort(name));

process.exitCode = await run(
  process.argv.slice(2),
  {
    directory: process.cwd(),
    now: Date.now,
    environment: environmentOf(env),
    write: (text) => void stdout.write(text),
    writeAside: (text) => void stderr.write(text),
    tokens: env[tokensVariable],
    isScreen: stdout.isTTY,
    colours: stdout.isTTY && !env['NO_COLOR'],
    ...(stderr.isTTY && { progress: (line: string) => void stderr.write(`\r\u001b[K${line}`) }),
    ...(stdin.isTTY && stderr.isTTY && { ask: askOn(stdin, stderr) }),
  },
  {
    version: process.env.PROMPT_ROLLOUT_VERSION ?? 'development',
    signal: interruption.signal,
    debug: Boolean(env['DEBUG']),
    work: promptWork<EvaluationJobs>(new URL('./worker.js', import.meta.url)),
    media: fileURLToPath(new URL('../media/', import.meta.url)),
  },
);
