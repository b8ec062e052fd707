import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { layOutExample } from '../../scripts/example/layOut.mjs';
import { startSimulator } from '../../scripts/example/simulator.mjs';
import { answerModal, clearNotifications, modalText, waitForNotification } from './dialogs.js';
import { pressStatusBar, statusBar } from './editors.js';
import { eventually } from './eventually.js';
import { answer, openFile, runCommand } from './quickInput.js';
import { menuEntries, openView, pressAction, row, rows, waitForRows } from './views.js';
import { openWorkbench, picture, pictures, setTheme, type Workbench } from './workbench.js';

const view = 'Rollouts';
const name = 'support-reply';

describe('a rollout in the editor', () => {
  const folder = path.join(mkdtempSync(path.join(realpathSync(os.tmpdir()), 'rollout-')), 'support-chatbot');
  let workbench: Workbench;
  let simulator: { stop: () => void };

  before(async () => {
    await layOutExample(folder);
    workbench = await openWorkbench({ workspace: folder });
    simulator = startSimulator(folder);
    await openView(workbench.page, 'Prompt Rollout', view);
  });

  after(async () => {
    simulator.stop();
    await workbench.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  const actAs = (person: string): void => {
    execFileSync('git', ['-C', folder, 'config', 'user.name', person]);
    execFileSync('git', ['-C', folder, 'config', 'user.email', `${person.toLowerCase()}@brightparcel.example`]);
  };
  const prompt = (wanted: RegExp) =>
    waitForRows(workbench.page, view, (all) =>
      all.some(({ label, description }) => label === name && wanted.test(description)),
    );

  it('shows the prompts before anything is released', async () => {
    await prompt(/^unreleased/);
    await openFile(workbench.page, `prompts/${name}.prompt.yml`);
    await pictures(workbench, 'rollouts-before');
  });

  it('asks before it starts, and starts', async () => {
    const { page } = workbench;
    await pressAction(page, view, name, 'Start Rollout');
    const question = await modalText(page);
    assert.match(question, /Start the rollout of support-reply at staff \(100 % of team = internal\)\?/);
    assert.match(question, /Environment: production \(flagd file flags\.flagd\.json\)/);
    await pictures(workbench, 'rollouts-start-modal');
    await answerModal(page, 'Start the rollout', 'Start Rollout');
    await prompt(/^staff 100 % of team = internal/);
  });

  it('pauses, and resumes with a written reason', async () => {
    const { page } = workbench;
    await pressAction(page, view, name, 'Pause Rollout');
    await prompt(/^paused/);
    await pressAction(page, view, name, 'Resume Rollout');
    await answer(page, 'Resume', 'looked at it');
    await prompt(/^staff/);
  });

  it('overrides to 5 %, which tree and status bar show', async () => {
    const { page } = workbench;
    assert.ok((await menuEntries(page, view, name)).includes('Override Gates'));
    await runCommand(page, 'Prompt Rollout: Override Gates');
    await answer(page, 'Override', 'the launch is today');
    await answerModal(page, 'go to canary (5 %)', 'Override');
    await prompt(/^canary 5 %/);
    await eventually(
      '5 % in the status bar',
      () => statusBar(page),
      (items) => items.includes(`${name}: canary 5 %`),
    );
    await pressStatusBar(page, `${name}: canary 5 %`);
    await row(page, view, name).and(page.locator('[aria-selected=true]')).waitFor();
    await waitForRows(page, view, (all) =>
      all.some(({ label, description }) => label === 'tool_errors' && / of /.test(description)),
    );
    await pictures(workbench, 'rollouts-canary');
  });

  it('lets a second person approve, and the first not', async () => {
    const { page } = workbench;
    for (const stage of ['quarter', 'half']) {
      await runCommand(page, 'Prompt Rollout: Override Gates');
      await answer(page, 'Override', 'in a hurry');
      await answerModal(page, `go to ${stage}`, 'Override');
      await prompt(new RegExp(`^${stage}`));
    }
    await runCommand(page, 'Prompt Rollout: Approve Stage');
    await waitForNotification(page, 'somebody else must approve it');
    await clearNotifications(page);
    actAs('Sam');
    await runCommand(page, 'Prompt Rollout: Approve Stage');
    await waitForRows(page, view, (all) => all.some(({ label }) => label === '1 of 1 approvals'));
    await runCommand(page, 'Prompt Rollout: Override Gates');
    await answer(page, 'Override', 'approved');
    await answerModal(page, 'go to full (100 %)', 'Override');
    await prompt(/^full 100 %/);
    await picture(page, 'rollouts-full');
  });

  it('aborts, and says so', async () => {
    const { page } = workbench;
    await setTheme(workbench, 'dark');
    await pressAction(page, view, name, 'Abort Rollout');
    await picture(page, 'rollouts-abort-modal');
    await answerModal(page, 'Abort the rollout', 'Abort Rollout');
    await prompt(/^released/);
    const all = await rows(page, view);
    assert.ok(all.some(({ label }) => label === name));
    await pictures(workbench, 'rollouts-aborted');
  });
});
