import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { makeWorkspace } from '../host/workspace.mjs';
import { tabs, visibleLines } from './editors.js';
import { eventually } from './eventually.js';
import { openFile } from './quickInput.js';
import { setExpanded, waitForRows } from './views.js';
import { openWorkbench, pictures, type Workbench } from './workbench.js';

describe('the workbench', () => {
  let folder: string;
  let workbench: Workbench;

  before(async () => {
    folder = makeWorkspace();
    workbench = await openWorkbench({ workspace: folder });
  });

  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the files of the folder and opens a prompt, light and dark', async () => {
    const { page } = workbench;
    await waitForRows(page, 'Files Explorer', (rows) => rows.some(({ label }) => label === 'prompts'));
    await setExpanded(page, 'Files Explorer', 'prompts', true);
    await waitForRows(page, 'Files Explorer', (rows) => rows.some(({ label }) => label === 'support-reply.prompt.yml'));

    await openFile(page, 'prompts/support-reply.prompt.yml');
    assert.deepEqual(await tabs(page), ['support-reply.prompt.yml']);
    await eventually(
      'the text of the prompt',
      () => visibleLines(page),
      (lines) => lines[0] === 'name: Support reply',
    );
    await pictures(workbench, 'opens');
  });
});
