import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../scripts/host/paths.mjs';
import type { BenchResult } from './benchResult.js';
import { liveCount, manyPrompts, promptCount } from './manyPrompts.js';
import { median } from './median.js';

const turns = 7;
const cli = path.join(projectRoot, 'dist/cli.js');
const execute = promisify(execFile);

/** How long the terminal command takes to start, and to look at a large repository. */
export async function bench(): Promise<BenchResult[]> {
  const { root } = await manyPrompts();
  const times: { node: number[]; version: number[]; list: number[]; status: number[] } = {
    node: [],
    version: [],
    list: [],
    status: [],
  };
  for (let turn = 0; turn < turns; turn += 1) {
    times.node.push(await elapsed(['--eval', '0'], root));
    times.version.push(await elapsed([cli, '--version'], root));
    times.list.push(await elapsed([cli, 'list', '--json'], root));
    times.status.push(await elapsed([cli, 'status', '--json'], root));
  }
  return [
    { name: 'node alone', value: median(times.node), unit: 'ms' },
    { name: '--version', value: median(times.version), unit: 'ms' },
    { name: `list --json, ${promptCount} prompts, ${liveCount} live`, value: median(times.list), unit: 'ms' },
    { name: `status --json, ${promptCount} prompts, ${liveCount} live`, value: median(times.status), unit: 'ms' },
  ];
}

/** Of one run of node, in milliseconds. */
async function elapsed(args: readonly string[], cwd: string): Promise<number> {
  const start = performance.now();
  await execute(process.execPath, args, { cwd, maxBuffer: 64 * 1024 * 1024 });
  return performance.now() - start;
}
