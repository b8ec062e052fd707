import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { layOutExample } from '../../scripts/example/layOut.mjs';
import { startSimulator } from '../../scripts/example/simulator.mjs';
import { localDir } from '../../scripts/host/paths.mjs';
import { answerModal, modalText } from './dialogs.js';
import { pressCodeLens, statusBar, waitForActiveTab, waitForCodeLenses } from './editors.js';
import { eventually } from './eventually.js';
import { answer, openFile, runCommand } from './quickInput.js';
import { chooseFromMenu, openView, pressAction, row, setExpanded, waitForRows, type Row } from './views.js';
import { allThemes, openWorkbench, pictureFailures, pictures, type Workbench } from './workbench.js';

const view = 'Rollouts';
const name = 'support-reply';
const promptFile = `prompts/${name}.prompt.yml`;

/** The road of a newcomer: each step goes on where the one before ended. */
describe('a rollout in the editor', () => {
  const folder = path.join(mkdtempSync(path.join(realpathSync(os.tmpdir()), 'rollout-')), 'support-chatbot');
  let workbench: Workbench;
  let simulator: { stop: () => void };

  before(async () => {
    await layOutExample(folder);
    hurry(folder);
    workbench = await openWorkbench({ workspace: folder });
    simulator = startSimulator(folder, ['--per-second', '60']);
    await openView(workbench.page, 'Prompt Rollout', view);
  });

  after(async () => {
    simulator.stop();
    await workbench.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  pictureFailures(() => workbench);

  const git = (...args: string[]): void => void execFileSync('git', ['-C', folder, ...args]);
  const actAs = (person: string): void => {
    git('config', 'user.name', person);
    git('config', 'user.email', `${person.toLowerCase()}@brightparcel.example`);
  };
  const prompt = (wanted: RegExp): Promise<Row[]> =>
    waitForRows(workbench.page, view, (all) =>
      all.some(({ label, description }) => label === name && wanted.test(description)),
    );
  const inStatusBar = (text: string): Promise<string[]> =>
    eventually(
      `${text} in the status bar`,
      () => statusBar(workbench.page),
      (items) => items.includes(text),
    );
  const lens = (wanted: RegExp): Promise<string[]> =>
    waitForCodeLenses(workbench.page, (texts) => texts.some((text) => wanted.test(text)));
  /** Waits until every gate holds, and goes on by the lens above the prompt. */
  const advance = async (to: RegExp): Promise<void> => {
    await lens(/^Advance to/);
    await pressCodeLens(workbench.page, 'Advance to');
    await prompt(to);
  };

  it('shows the prompts, and the versions of the open one through rename and merge', async () => {
    const { page } = workbench;
    await prompt(/^unreleased/);
    await openFile(page, promptFile);
    const versions = await waitForRows(page, 'Versions', (all) => all.some(({ label }) => label === 'v10'));
    assert.deepEqual(
      versions.map(({ label }) => label),
      ['v10', 'v9', 'v8', 'v7', 'v6', 'v5', 'v4', 'v3', 'v2', 'v1'],
    );
    const subjects = versions.map(({ description }) => description).join('\n');
    assert.match(subjects, /Say who is writing/);
    assert.match(subjects, /Reply in the customer's language/);
    await lens(/^unreleased/);
    await pictures(workbench, 'rollouts-before');
  });

  it('compares two versions side by side', async () => {
    const { page } = workbench;
    await chooseFromMenu(page, 'Versions', 'v10', 'Compare with Previous');
    await waitForActiveTab(page, `${name} v9 ↔ v10`);
    await pictures(workbench, 'rollouts-compare');
    await openFile(page, promptFile);
  });

  it('asks before it starts, and starts', async () => {
    const { page } = workbench;
    await pressAction(page, view, name, 'Start Rollout');
    const question = await modalText(page);
    assert.match(question, /Start the rollout of support-reply at staff \(100 % of team = internal\)\?/);
    assert.match(question, /Version: v9 \(72d0f16\) → v10 \(d50d796\)/);
    assert.match(question, /Change: Behaviour · max_tokens 600 → 300/);
    assert.match(question, /Environment: production \(flagd file flags\.flagd\.json\)/);
    await pictures(workbench, 'rollouts-start-modal');
    await answerModal(page, 'Start the rollout', 'Start Rollout');
    await prompt(/^staff 100 % of team = internal/);
  });

  it('advances to 5 %, which tree, status bar and CodeLens show', async () => {
    const { page } = workbench;
    await advance(/^canary 5 %/);
    await inStatusBar(`${name}: canary 5 %`);
    await lens(/^canary 5 %/);
    await waitForRows(page, view, (all) =>
      all.some(({ label, description }) => label === 'tool_errors' && /\d vs \d/.test(description)),
    );
    await pictures(workbench, 'rollouts-canary');
  });

  it('says what the verdict on a metric rests on, in rows below it and in two sentences over it', async () => {
    const { page } = workbench;
    await waitForRows(page, view, (all) =>
      all.some(({ label, description }) => label === 'tool_errors' && /(harm|proof) \d+ %/.test(description)),
    );
    await setExpanded(page, view, 'tool_errors', true);
    await waitForRows(page, view, (all) => all.some(({ label }) => label === 'toward proof'));
    await pictures(workbench, 'rollouts-metric', allThemes);
    const hover = page.locator('.workbench-hover-container:visible').filter({ hasText: 'tool_errors must not' });
    // What is drawn anew takes its hover along.
    const said = await eventually('a hover', async () => {
      await page.mouse.move(0, 0);
      await row(page, view, 'tool_errors').hover();
      await hover.first().waitFor({ timeout: 5000 });
      await page.screenshot({ path: path.join(localDir, 'pictures', 'rollouts-metric-hover-dark.png') });
      return hover.first().innerText({ timeout: 1000 });
    });
    assert.match(said, /Seen so far: candidate .* of \d+, baseline .*\nNot decided: .* to proof\./);
    await setExpanded(page, view, 'tool_errors', false);
  });

  it('pauses, and resumes with a written reason', async () => {
    const { page } = workbench;
    await pressAction(page, view, name, 'Pause Rollout');
    await prompt(/^paused/);
    await inStatusBar(`${name}: paused · canary 5 %`);
    await pictures(workbench, 'rollouts-paused');
    await pressAction(page, view, name, 'Resume Rollout');
    await answer(page, 'Resume', 'looked at it');
    await prompt(/^canary/);
  });

  it('overrides what is not met yet, with a written reason', async () => {
    const { page } = workbench;
    await advance(/^quarter 25 %/);
    await runCommand(page, 'Prompt Rollout: Override Gates');
    await answer(page, 'Override', 'the launch is today');
    const question = await modalText(page);
    assert.match(question, /go to half \(50 %\)/);
    assert.match(question, /Reason: the launch is today/);
    await pictures(workbench, 'rollouts-override-modal');
    await answerModal(page, 'go to half (50 %)', 'Override');
    await prompt(/^half 50 %/);
  });

  it('lets a second person approve, and then advances to 100 %', async () => {
    const { page } = workbench;
    actAs('Sam');
    await runCommand(page, 'Prompt Rollout: Approve Stage');
    await lens(/^Advance to full/);
    await pressCodeLens(page, 'Advance to full');
    assert.match(await modalText(page), /Advance support-reply to full \(100 %\)\?/);
    await pictures(workbench, 'rollouts-full-modal');
    await answerModal(page, 'full (100 %)', 'Advance');
    await prompt(/^full 100 %/);
    await lens(/^Complete Rollout/);
    await pressCodeLens(page, 'Complete Rollout');
    await answerModal(page, 'Complete the rollout', 'Complete');
    await prompt(/^released v10/);
    await pictures(workbench, 'rollouts-completed');
  });

  it('starts another and aborts it', async () => {
    const { page } = workbench;
    const file = path.join(folder, promptFile);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('at most three short sentences', 'at most two short sentences'),
    );
    const command = path.join(import.meta.dirname, '../../dist/cli.js');
    execFileSync(process.execPath, [command, '--directory', folder, 'eval', name, '--record-missing']);
    git('commit', '--quiet', '--all', '--message', 'Two sentences');
    await waitForRows(page, 'Versions', (all) => all.some(({ label }) => label === 'v9'));
    await lens(/^Start Rollout/);
    await pressCodeLens(page, 'Start Rollout');
    await answerModal(page, 'Start the rollout', 'Start Rollout');
    await prompt(/^staff 100 %/);
    await pressAction(page, view, name, 'Abort Rollout');
    await pictures(workbench, 'rollouts-abort-modal');
    await answerModal(page, 'Abort the rollout', 'Abort Rollout');
    await prompt(/^released v10/);
    const { flags } = JSON.parse(readFileSync(path.join(folder, 'flags.flagd.json'), 'utf8')) as {
      flags: Record<string, { targeting?: unknown; variants: object }>;
    };
    assert.equal(Object.keys(flags[name]?.variants ?? {}).length, 1);
    assert.equal(flags[name]?.targeting, undefined);
    await waitForRows(page, 'Activity', (all) => all.some(({ label }) => label.startsWith('aborted')));
    await pictures(workbench, 'rollouts-aborted');
  });
});

/** The example's strategy with bakes of seconds and a few samples, so that its whole road takes a minute. */
function hurry(folder: string): void {
  const file = path.join(folder, `prompts/${name}.rollout.yaml`);
  const text = readFileSync(file, 'utf8')
    .replace(/bake: \d+s/g, 'bake: 2s')
    .replace(/samples: \d+/g, 'samples: 5')
    .replace(/block: \d+s/, 'block: 1s');
  writeFileSync(file, text);
  execFileSync('git', ['-C', folder, 'commit', '--quiet', '--all', '--message', 'In a hurry']);
}
