import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { layOutExample } from '../../scripts/example/layOut.mjs';
import { waitForActiveTab, waitForCodeLenses } from './editors.js';
import { shownPage } from './pages.js';
import { openFile, runCommand } from './quickInput.js';
import { openView, pressAction, row, setExpanded, waitForRows } from './views.js';
import { allThemes, openWorkbench, pictureFailures, pictures, type Workbench } from './workbench.js';

const name = 'support-reply';
const promptFile = `prompts/${name}.prompt.yml`;

describe('what changed', () => {
  const folder = path.join(mkdtempSync(path.join(realpathSync(os.tmpdir()), 'comparison-')), 'support-chatbot');
  let workbench: Workbench;

  before(async () => {
    await layOutExample(folder);
    workbench = await openWorkbench({ workspace: folder });
    await openView(workbench.page, 'Prompt Rollout', 'Versions');
    await openFile(workbench.page, promptFile);
    await waitForRows(workbench.page, 'Versions', (all) => all.some(({ label }) => label === 'v10'));
  });

  after(async () => {
    await workbench.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  pictureFailures(() => workbench);

  it('is said beside every version', async () => {
    const rows = await waitForRows(workbench.page, 'Versions', (all) =>
      all.some(({ label, description }) => label === 'v2' && description.startsWith('wording')),
    );
    const classes = rows.map(({ label, description }) => `${label} ${description.split(' · ')[0] ?? ''}`);
    assert.deepEqual(classes, [
      'v10 behaviour',
      'v9 cases only',
      'v8 formatting',
      'v7 behaviour',
      'v6 wording',
      'v5 contract',
      'v4 wording',
      'v3 wording',
      'v2 wording',
      'v1 Answer customers with a prompt of our own',
    ]);
    await pictures(workbench, 'comparison-versions', allThemes);
  });

  const classes: readonly [string, RegExp][] = [
    ['v10', /^Behaviour · max_tokens 600 → 300 · 1 of 2 messages$/],
    ['v9', /^Cases only · 2 samples added$/],
    ['v8', /^Formatting only · nothing that the model is told differs$/],
    ['v5', /^Contract · callers must now pass language$/],
    ['v2', /^Wording · 1 of 2 messages · \+\d+ tokens$/],
  ];
  for (const [version, line] of classes) {
    it(`stands in the first line for ${version}`, async () => {
      const { page } = workbench;
      await pressAction(page, 'Versions', version, 'Show What Changed');
      const frame = await shownPage(page, line);
      const text = await frame.getByRole('main').innerText();
      assert.match(text, new RegExp(`${name} v${Number(version.slice(1)) - 1} → ${version}`));
      if (version === 'v5') assert.match(text, /\+ callers must now pass language breaks callers/);
      await pictures(workbench, `comparison-${version}`, allThemes);
    });
  }

  it('leads to the diff side by side, and back', async () => {
    const { page } = workbench;
    await pressAction(page, 'Versions', 'v10', 'Show What Changed');
    const frame = await shownPage(page, /^Behaviour/);
    await frame.getByRole('button', { name: 'Open Side-by-Side Diff' }).click();
    await waitForActiveTab(page, `${name} v9 ↔ v10`);
    await page.getByRole('main').getByRole('button', { name: 'Show What Changed' }).click();
    await waitForActiveTab(page, `Changes ${name} v9 ↔ v10`);
    await shownPage(page, /^Behaviour/);
  });

  it('follows a draft, which the lens names by its class', async () => {
    const { page } = workbench;
    const file = path.join(folder, promptFile);
    writeFileSync(file, readFileSync(file, 'utf8').replace('three short sentences', 'two short sentences'));
    await openFile(page, promptFile);
    await waitForCodeLenses(page, (texts) => texts.some((text) => /wording since v10$/.test(text)));
    await waitForRows(page, 'Versions', (all) => all[0]?.label === 'draft' && all[0].description === 'wording');
    await runCommand(page, 'Prompt Rollout: Show What Changed');
    await shownPage(page, /^Wording/);
    await pictures(workbench, 'comparison-draft');
  });

  it('marks the file in the explorer', async () => {
    const { page } = workbench;
    await page
      .getByRole('tablist', { name: 'Active View Switcher' })
      .getByRole('tab', { name: /^Explorer/ })
      .click();
    await waitForRows(page, 'Files Explorer', (all) => all.some(({ label }) => label === 'prompts'));
    await setExpanded(page, 'Files Explorer', 'prompts', true);
    await row(page, 'Files Explorer', `${name}.prompt.yml`)
      .locator('.monaco-icon-label[aria-label*="Prompt draft"]')
      .waitFor();
    await pictures(workbench, 'decorations-draft');
  });
});
