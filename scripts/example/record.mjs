// `npm run example:record`: records anew what the example's stand-in answers to the cases, for the versions that a newcomer evaluates.
import { copyFile, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';
import { layOutExample } from './layOut.mjs';

const prompt = 'prompts/support-reply';
const recordings = `${prompt}.recordings.jsonl`;
const kept = fileURLToPath(new URL(`../../examples/support-chatbot/${recordings}`, import.meta.url));
/** Each candidate with its baseline, and when it was recorded: shortly before it was committed. */
const evaluations = [
  { baseline: 'v9', candidate: 'v10', at: '2026-11-18T15:41:00+01:00' },
  { baseline: 'v10', candidate: 'try-even-shorter', at: '2026-11-20T17:38:00+01:00' },
];

register();
const { run } = await import('../../src/terminal/run.ts');
const { promptWork } = await import('../../src/prompts/work/promptWork.ts');

const folder = await realpath(await mkdtemp(join(tmpdir(), 'example-')));
try {
  await writeFile(kept, '', { flag: 'a' }); // it is part of what is laid out
  await layOutExample(join(folder, 'example'));
  await rm(join(folder, 'example', recordings));
  for (const { baseline, candidate, at } of evaluations) {
    const words = ['eval', prompt, '--baseline', baseline, '--candidate', candidate, '--record-missing'];
    const code = await run(
      words,
      {
        directory: join(folder, 'example'),
        now: () => Date.parse(at),
        write: (text) => void process.stdout.write(text),
        writeAside: (text) => void process.stderr.write(text),
        isScreen: false,
        colours: false,
      },
      {
        version: 'development',
        signal: new AbortController().signal,
        debug: true,
        work: promptWork(new URL('../../dist/worker.js', import.meta.url)),
      },
    );
    // 1: the gate does not hold, as it should not for the second.
    if (code > 1) throw new Error(`${words.join(' ')} ended with ${code}; nothing was kept.`);
  }
  await copyFile(join(folder, 'example', recordings), kept);
} finally {
  await rm(folder, { recursive: true, force: true });
}
