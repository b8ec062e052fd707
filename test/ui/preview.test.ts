import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { layOutExample } from '../../scripts/example/layOut.mjs';
import { statusBar } from './editors.js';
import { eventually } from './eventually.js';
import { shownPage } from './pages.js';
import { openFile, runCommand } from './quickInput.js';
import { chooseFromMenu, openView, row, rows } from './views.js';
import { allThemes, openWorkbench, pictureFailures, pictures, type Workbench } from './workbench.js';

const name = 'support-reply';
const hostile = '</script></textarea><img src=x onerror="document.title=1">';

/** Each step goes on where the one before ended. */
describe('the preview of a prompt', () => {
  const folder = path.join(mkdtempSync(path.join(realpathSync(os.tmpdir()), 'preview-')), 'support-chatbot');
  let workbench: Workbench;

  before(async () => {
    await layOutExample(folder);
    workbench = await openWorkbench({ workspace: folder });
    await workbench.server.changeSettings({ 'files.autoSave': 'off' });
  });

  after(async () => {
    await workbench.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  pictureFailures(() => workbench);

  /** Waits until the page says something, and returns all it says. */
  const says = (frame: Frame, wanted: RegExp): Promise<string> =>
    eventually(
      `${wanted} on the page`,
      () => frame.locator('main').innerText(),
      (text) => wanted.test(text),
    );
  /** Types at the end of a line of the editor. */
  const typeAfter = async (line: string, text: string): Promise<void> => {
    await workbench.page.locator('.view-line').filter({ hasText: line }).first().click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(text);
  };

  it('opens beside the editor, which keeps the focus, and is filled in with the first sample', async () => {
    const { page } = workbench;
    await openFile(page, `prompts/${name}.prompt.yml`);
    await eventually('the preview', async () => {
      await page.locator('.view-line').filter({ hasText: 'name: Support reply' }).click();
      await page.keyboard.press('Control+K');
      await page.keyboard.press('v');
      await page.getByRole('tab', { name: `Preview ${name}` }).waitFor({ timeout: 5000 });
      return true;
    });
    const preview = await shownPage(page, `${name} v10`);
    await says(preview, /Reply in this language: English\s+The customer writes:\s+My parcel is three weeks late/);
    await says(preview, /2 messages · 188 tokens/);
    await pictures(workbench, 'preview', allThemes);
  });

  it('follows what is typed in the prompt before it is saved', async () => {
    const { page } = workbench;
    await typeAfter('Say that you are an assistant', ' Use {{tone}} words.');
    const preview = await shownPage(page, `${name} draft`);
    await says(preview, /Say that you are an assistant when you are asked\. Use {{tone}} words\./);
    await says(preview, /Not given: tone/);
    assert.doesNotMatch(readFileSync(path.join(folder, `prompts/${name}.prompt.yml`), 'utf8'), /tone/);
  });

  it('shows another sample', async () => {
    const preview = await shownPage(workbench.page, `${name} draft`);
    await preview.getByLabel('Inputs').selectOption({ label: '2 · Das Paket kam beschädigt an. Was jetzt?' });
    await says(preview, /Reply in this language: German\s+The customer writes:\s+Das Paket kam beschädigt an/);
  });

  it('is filled in with what a person types, which stays text whatever it is', async () => {
    const { page } = workbench;
    const preview = await shownPage(page, `${name} draft`);
    await preview.getByLabel('tone').pressSequentially('kind, warm', { delay: 60 });
    await says(preview, /Use kind, warm words\./);
    assert.equal(await preview.getByLabel('tone').inputValue(), 'kind, warm');
    assert.equal(await preview.getByLabel('Inputs').inputValue(), 'own');
    await preview.getByLabel('question').fill(hostile);
    const text = await says(preview, /The customer writes:\s+<\/script>/);
    assert.ok(text.includes(hostile));
    assert.equal(await preview.locator('img').count(), 0);
    await preview.getByText('Request that would be sent').click();
    await says(preview, /"model": "openai\/gpt-4o-mini"/);
    await preview.locator('details pre').scrollIntoViewIfNeeded();
    await pictures(workbench, 'preview-own-inputs', allThemes);
    await preview.getByLabel('Inputs').selectOption('No inputs');
    await says(preview, /Not given: tone, language, question/);
  });

  it('follows the active prompt, and leads to what is wrong in it', async () => {
    const { page } = workbench;
    // The preview has the focus; its group is locked, so that the file opens beside it.
    await openFile(page, 'prompts/escalation-summary.prompty');
    const preview = await shownPage(page, 'escalation-summary v1');
    await says(preview, /It was passed on because the customer asked for a person\./);
    assert.equal(await preview.evaluate('window.scrollY'), 0);
    await typeAfter('It was passed on because', '{% wrong %}');
    await says(preview, /Error Line 23: .*wrong/);
    await says(preview, /as they were before the error[^]*the customer asked for a person\./);
    await pictures(workbench, 'preview-error', allThemes);
    await preview.getByRole('button', { name: 'Line 23' }).click();
    await eventually(
      'the line in the editor',
      () => statusBar(page),
      (items) => items.some((item) => item.startsWith('Ln 23')),
    );
    await runCommand(page, 'File: Revert File');
    await says(preview, /2 messages/);
  });

  it('shows two versions side by side, filled in with the same inputs', async () => {
    const { page } = workbench;
    await openFile(page, `prompts/${name}.prompt.yml`);
    await runCommand(page, 'File: Revert File');
    await runCommand(page, 'View: Close All Editors');
    await openView(page, 'Prompt Rollout', 'Rollouts');
    // Rows move as it becomes known whether there is a draft: what is clicked then is another row.
    await eventually('versions that stay where they are', async () => {
      const before = await rows(page, 'Versions');
      await page.waitForTimeout(1500);
      return before[0]?.label === 'v10' && isDeepStrictEqual(before, await rows(page, 'Versions'));
    });
    await row(page, 'Versions', 'v9').click();
    await row(page, 'Versions', 'v10').click({ modifiers: ['Control'] });
    await chooseFromMenu(page, 'Versions', 'v10', 'Preview Side by Side');
    const both = await shownPage(page, `${name} v9 ↔ v10`);
    await both.getByLabel('Inputs').selectOption('0');
    await says(both, /Reply in this language: English[^]*Reply in this language: English/);
    assert.match((await both.locator('del').allInnerTexts()).join(' '), /friendly and thorough/);
    assert.match((await both.locator('ins').allInnerTexts()).join(' '), /three short sentences/);
    await pictures(workbench, 'preview-side-by-side', allThemes);
    await page.setViewportSize({ width: 900, height: 900 });
    await pictures(workbench, 'preview-side-by-side-narrow');
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  it('puts what is typed beside the newest version where nobody says otherwise', async () => {
    const { page } = workbench;
    await openFile(page, `prompts/${name}.prompt.yml`);
    await typeAfter('Say that you are an assistant', ' Be kind.');
    await runCommand(page, 'Prompt Rollout: Preview Side by Side');
    const both = await shownPage(page, `${name} v10 ↔ draft`);
    await says(both, /Be kind\./);
    assert.deepEqual(await both.locator('ins').allInnerTexts(), [' Be kind.']);
  });
});
