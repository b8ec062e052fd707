import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../ui/eventually.js';
import { openFolder, openWorkbench } from '../ui/workbench.js';
import type { BenchResult } from './benchResult.js';
import { manyPrompts, promptCount } from './manyPrompts.js';
import { median } from './median.js';

export { checkNeeds as needs } from '../../scripts/host/needs.mjs';

const windows = 5;

/** How long `activate()` takes in a real VS Code that opens a large repository; the extension logs it. */
export async function bench(): Promise<BenchResult[]> {
  const { root } = await manyPrompts();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-activation-'));
  const workbench = await openWorkbench({ workspace: root, dataDir });
  try {
    for (let opened = 1; opened <= windows; opened += 1) {
      if (opened > 1) await openFolder(workbench, root);
      await eventually(`activation ${opened}`, () => Promise.resolve(logged(dataDir).length === opened));
    }
  } finally {
    await workbench.close();
  }
  const times = logged(dataDir);
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  const of = `activate() in a folder of ${promptCount} prompts`;
  return [
    { name: `${of}, median of ${windows} windows (target 50 ms)`, value: median(times), unit: 'ms' },
    { name: `${of}, the slowest`, value: Math.max(...times), unit: 'ms' },
  ];
}

/** What the extension's log of each window says so far, in milliseconds. */
function logged(dataDir: string): number[] {
  const logs = path.join(dataDir, 'data/data/logs');
  if (!existsSync(logs)) return [];
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => path.basename(file) === 'Prompt Rollout.log')
    .flatMap((file) => {
      const [, time] = /activated in ([\d.]+) ms/.exec(readFileSync(path.join(logs, file), 'utf8')) ?? [];
      return time === undefined ? [] : [Number(time)];
    });
}
