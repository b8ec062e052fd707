import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluate } from '../oracle/promptfoo.js';
import { casesFile, outputOf, systemText } from './manyCases.js';

/** What promptfoo takes for the cases of a folder from `writeMany`. */
export interface PromptfooRun {
  /** Milliseconds by the clock, from the start of the program to its end. */
  readonly wall: number;
  /** Milliseconds of the processor. */
  readonly cpu: number;
}

/**
 * Lets promptfoo grade the cases that we grade: the same file of cases, the same prompt, and the same outputs, which a
 * provider in its own process has ready.
 */
export async function runPromptfoo(root: string, count: number): Promise<PromptfooRun> {
  const config = await writeConfiguration(root, count);
  const [start, cpu] = [performance.now(), childrenCpu()];
  await evaluate(config);
  return { wall: performance.now() - start, cpu: childrenCpu() - cpu };
}

/** How many of the cases pass for promptfoo. */
export async function passedByPromptfoo(root: string, count: number): Promise<number> {
  const results = join(root, 'results.json');
  await evaluate(await writeConfiguration(root, count), ['--output', results]);
  const { results: told } = JSON.parse(await readFile(results, 'utf8')) as { results: Told };
  return told.results.filter(({ success }) => success).length;
}

interface Told {
  readonly results: readonly { readonly success: boolean }[];
}

async function writeConfiguration(root: string, count: number): Promise<string> {
  const [config, outputs, prompt] = [join(root, 'config.json'), join(root, 'outputs.json'), join(root, 'prompt.json')];
  await writeFile(outputs, JSON.stringify(Array.from({ length: count }, (_, index) => outputOf(index))));
  const messages = [
    { role: 'system', content: systemText },
    { role: 'user', content: '{{question}}' },
  ];
  await writeFile(prompt, JSON.stringify(messages));
  const provider = `file://${fileURLToPath(new URL('provider.mjs', import.meta.url))}`;
  const tests = `file://${join(root, casesFile)}`;
  const providers = [{ id: provider, config: { outputs } }];
  await writeFile(config, JSON.stringify({ prompts: [`file://${prompt}`], providers, tests, sharing: false }));
  return config;
}

/** Milliseconds of the processor that the programs took which this process started and waited for (Linux). */
function childrenCpu(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ');
  // `cutime` and `cstime` of proc(5), in hundredths of a second.
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
