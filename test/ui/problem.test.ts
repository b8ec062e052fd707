import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeWorkspace } from '../host/workspace.mjs';
import { waitForActiveTab } from './editors.js';
import { openView, row, waitForRows } from './views.js';
import { openWorkbench, pictures, type Workbench } from './workbench.js';

describe('a configuration that is not valid', () => {
  let folder: string;
  let workbench: Workbench;

  before(async () => {
    folder = makeWorkspace();
    writeFileSync(path.join(folder, 'prompt-rollout.yaml'), 'version: 1\npromts: []\n');
    workbench = await openWorkbench({ workspace: folder });
  });

  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is a row that says what is wrong and opens the file, until it is mended', async () => {
    const { page } = workbench;
    await openView(page, 'Prompt Rollout', 'Rollouts');
    await waitForRows(page, 'Rollouts', ([first, ...others]) => {
      return others.length === 0 && first?.label === 'prompt-rollout.yaml' && /^is not valid/.test(first.description);
    });
    await row(page, 'Rollouts', 'prompt-rollout.yaml').click();
    await waitForActiveTab(page, 'prompt-rollout.yaml');
    await pictures(workbench, 'problem');
    writeFileSync(path.join(folder, 'prompt-rollout.yaml'), 'version: 1\n');
    await waitForRows(page, 'Rollouts', ([first]) => first?.label === 'support-reply');
  });
});
