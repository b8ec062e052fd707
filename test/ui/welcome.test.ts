import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeWorkspace } from '../host/workspace.mjs';
import { waitForActiveTab } from './editors.js';
import { eventually } from './eventually.js';
import { offeredCommands } from './quickInput.js';
import { menuEntries, openView, waitForRows, welcomeText } from './views.js';
import { openWorkbench, pictures, type Workbench } from './workbench.js';

const welcome = (workbench: Workbench, view: string, text: string) =>
  eventually(
    `“${text}” in ${view}`,
    () => welcomeText(workbench.page, view),
    (shown) => shown.includes(text),
  );

describe('where rollouts cannot be yet', () => {
  let folder: string;
  let workbench: Workbench | undefined;

  afterEach(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const emptyFolder = (): string => mkdtempSync(path.join(realpathSync(os.tmpdir()), 'welcome-'));

  it('offers a first prompt in an empty folder, and shows it', async () => {
    folder = emptyFolder();
    workbench = await openWorkbench({ workspace: folder });
    const { page } = workbench;
    await openView(page, 'Prompt Rollout', 'Rollouts');
    await welcome(workbench, 'Rollouts', 'No prompts here yet');
    await pictures(workbench, 'welcome-empty');
    await page.getByRole('button', { name: 'New Prompt' }).click();
    await waitForActiveTab(page, 'support-reply.prompt.yml');
    await waitForRows(page, 'Rollouts', (rows) => rows.some(({ label }) => label === 'support-reply'));
    assert.match(readFileSync(path.join(folder, 'prompts/support-reply.prompt.yml'), 'utf8'), /^name: Support reply/);
  });

  it('shows prompts without git, and offers to initialize a repository', async () => {
    folder = emptyFolder();
    mkdirSync(path.join(folder, 'prompts'));
    writeFileSync(path.join(folder, 'prompts/a.prompt.yml'), 'messages: []\n');
    workbench = await openWorkbench({ workspace: folder });
    const { page } = workbench;
    await openView(page, 'Prompt Rollout', 'Rollouts');
    await waitForRows(page, 'Rollouts', (rows) => rows.length === 1 && rows[0]?.description === '');
    await welcome(workbench, 'Activity', 'This folder is in no repository yet');
    await pictures(workbench, 'welcome-no-git');
    await page.getByRole('button', { name: 'Initialize Repository' }).first().click();
    await waitForRows(page, 'Rollouts', (rows) => rows[0]?.description === 'unreleased · draft');
  });

  it('reads, but runs and offers nothing in a workspace that is not trusted', async () => {
    folder = makeWorkspace();
    workbench = await openWorkbench({ workspace: folder, trust: false });
    const { page } = workbench;
    await openView(page, 'Prompt Rollout', 'Rollouts');
    await waitForRows(page, 'Rollouts', (rows) => rows.length === 1 && rows[0]?.description === '');
    await welcome(workbench, 'Activity', 'Rollouts wait until this workspace is trusted');
    assert.deepEqual(
      (await menuEntries(page, 'Rollouts', 'support-reply')).filter(
        (entry) => /Rollout|Adopt/.test(entry) && !/Strategy/.test(entry),
      ),
      [],
    );
    assert.ok(!(await offeredCommands(page, 'Prompt Rollout: ')).includes('Prompt Rollout: Start Rollout'));
    await pictures(workbench, 'welcome-untrusted');
  });
});
