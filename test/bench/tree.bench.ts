import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { openFolder, openWorkbench } from '../ui/workbench.js';
import type { BenchResult } from './benchResult.js';
import { liveCount, manyPrompts, promptCount } from './manyPrompts.js';
import { median } from './median.js';

export { checkNeeds as needs } from '../../scripts/host/needs.mjs';

const windows = 5;
/** How long VS Code is left alone, so that its own start is not what is measured. */
const settleMilliseconds = 4000;

/** How long a person waits for the tree of a large repository after the click that shows it, in VS Code in the browser. */
export async function bench(): Promise<BenchResult[]> {
  const { root } = await manyPrompts();
  // Off, so that nothing looks at the prompts before the click.
  const workbench = await openWorkbench({ workspace: root, userSettings: { 'promptRollout.autopilot': 'off' } });
  const { page } = workbench;
  const rows: number[] = [];
  const complete: number[] = [];
  const named: number[] = [];
  try {
    for (let window = 0; window < windows; window += 1) {
      if (window > 0) await openFolder(workbench, root);
      await sleep(settleMilliseconds);
      const start = performance.now();
      await tab(page, 'Prompt Rollout').click();
      await until(page, `${rowTexts}.length > 0`);
      rows.push(performance.now() - start);
      // The badge counts the rollouts that were looked at and may go on: that is all of them.
      await tab(page, `Prompt Rollout - ${liveCount} rollouts need you`).waitFor();
      await until(page, `${rowTexts}.includes('100 of 40 samples')`);
      complete.push(performance.now() - start);
      await until(page, `${rowTexts}.filter((row) => /canary 5 %/.test(row)).every((row) => /v1 → v2/.test(row))`);
      named.push(performance.now() - start);
      await tab(page, 'Explorer').click();
      await sleep(1000); // VS Code remembers a little later that this is open now
    }
  } finally {
    await workbench.close();
  }
  const of = `${promptCount} prompts, ${liveCount} live`;
  return [
    { name: `${of}: first rows`, value: median(rows), unit: 'ms' },
    { name: `${of}: live rows complete (target 1000 ms)`, value: median(complete), unit: 'ms' },
    { name: `${of}: the same, slowest of ${windows} windows`, value: Math.max(...complete), unit: 'ms' },
    { name: `${of}: versions named by ordinals`, value: median(named), unit: 'ms' },
  ];
}

const rowTexts =
  '[...document.querySelectorAll("[role=tree][aria-label=Rollouts] [role=treeitem]")].map((row) => row.textContent)';

function until(page: Page, condition: string): Promise<unknown> {
  return page.waitForFunction(condition, undefined, { polling: 20 });
}

function tab(page: Page, name: string): Locator {
  const tabs = page.getByRole('tablist', { name: 'Active View Switcher' });
  return tabs.getByRole('tab', { name: new RegExp(`^${name}( |$)`) });
}
