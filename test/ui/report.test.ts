import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Frame, Locator } from 'playwright-core';
import { localDir } from '../../scripts/host/paths.mjs';
import { waitForActiveTab } from './editors.js';
import { eventually } from './eventually.js';
import { shownPage } from './pages.js';
import { openFile, runCommand } from './quickInput.js';
import { reportScene, type ReportScene } from './reportScene.js';
import { openView, row, waitForRows } from './views.js';
import { allThemes, openWorkbench, pictureFailures, pictures, type Workbench } from './workbench.js';

const view = 'Rollouts';

/** Each step goes on where the one before ended. */
describe('the report of a rollout', () => {
  let scene: ReportScene;
  let workbench: Workbench;

  before(async () => {
    scene = reportScene();
    await scene.did(1600, 'Ana', 'start', 'parcel-help');
    scene.traffic(1600, 1100, 0.05, 0);
    await scene.did(1100, 'Ana', 'advance', 'parcel-help');
    scene.traffic(1100, 420, 0.25, 0);
    await scene.did(800, 'Ben', 'pause', 'parcel-help');
    await scene.did(760, 'Ben', 'resume', 'parcel-help', '--reason', 'the dashboard was wrong, not the prompt');
    await scene.did(420, 'Ana', 'advance', 'parcel-help');
    scene.traffic(420, 1, 0.5, 0);
    await scene.did(0, 'Ana', 'start', 'invoice-help');
    workbench = await openWorkbench({ workspace: scene.root });
  });

  after(async () => {
    await workbench.close();
    scene.remove();
  });

  pictureFailures(() => workbench);

  const opened = (): Promise<Frame> => shownPage(workbench.page, /^parcel-help: /);
  const values = (frame: Frame) => frame.getByRole('img', { name: /^tool_errors over time, as rate per arm/ });
  const readouts = async (frame: Frame): Promise<string> =>
    (await frame.locator('.readout').allInnerTexts()).filter((text) => text !== '').join('\n');
  const readsOut = (frame: Frame, wanted: RegExp): Promise<string> =>
    eventually(
      `${wanted} read out`,
      () => readouts(frame),
      (text) => wanted.test(text),
    );

  const attributes = async (all: Locator, name: string): Promise<string[]> =>
    Promise.all((await all.all()).map(async (one) => (await one.getAttribute(name)) ?? ''));

  it('opens from the palette: how it stands, metrics, and charts that say what they show', async () => {
    const { page } = workbench;
    await openFile(page, 'prompts/parcel-help.prompt.yml');
    await runCommand(page, 'Prompt Rollout: Show Report');
    const frame = await opened();
    await waitForActiveTab(page, 'Report parcel-help');
    const text = await frame.locator('main').innerText();
    assert.match(text, /^parcel-help: running on half \(50 %\)/);
    assert.match(text, /production · r\d · v1 → v2 · started by Ana/);
    assert.match(
      text,
      /tool_errors\s+must not get worse by more than 1 point, and must not pass 20\.0 %\s+\w[^\t]*\s+[345]\.\d %\s+of [\d,]+\s+[345]\.\d %/,
    );
    const names = await attributes(frame.getByRole('img'), 'aria-label');
    assert.equal(names.length, 2 + 3 * 2 + 1);
    assert.ok(
      names.some((name) =>
        name.startsWith("The candidate's share of the traffic over time, through the stages canary, quarter, half"),
      ),
    );
    await pictures(workbench, 'report', allThemes);
    for (const [chart, name] of [
      ['#chart-metric-1-values', 'report-metric'],
      ['#reading', 'report-decisions'],
    ] as const) {
      await frame.locator(chart).scrollIntoViewIfNeeded();
      await pictures(workbench, name, allThemes);
    }
  });

  it('is read by keyboard, in all charts at the same time', async () => {
    const { page } = workbench;
    const frame = await opened();
    await values(frame).focus();
    await page.keyboard.press('Home');
    const first = await readsOut(
      frame,
      /^[A-Z][a-z]{2} \d+ \d\d:\d\d · baseline [\d.]+ % \([\d.]+ % to [\d.]+ %\) of \d+/,
    );
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const third = await readsOut(frame, / · candidate [\d.]+ %/);
    assert.notEqual(third, first);
    const cursors = await attributes(frame.locator('.cursor.shown'), 'x1');
    assert.equal(cursors.length, 9);
    assert.equal(new Set(cursors).size, 1);
    await pictures(workbench, 'report-cursor', allThemes);
    await page.keyboard.press('Escape');
    await eventually(
      'no cursor',
      () => frame.locator('.cursor.shown').count(),
      (count) => count === 0,
    );
  });

  it('follows the mouse', async () => {
    const frame = await opened();
    const box = (await values(frame).boundingBox())!;
    await workbench.page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
    await readsOut(frame, /baseline [\d.]+ %/);
    await workbench.page.mouse.move(0, 0);
  });

  it('unfolds the figures of a chart as a table, and stays so while it is drawn anew', async () => {
    const frame = await opened();
    const figure = frame.locator('#chart-metric-0-values');
    await figure.getByText('Figures').click();
    const table = figure.getByRole('table', { name: 'Figures of Rate per arm' });
    await table.waitFor();
    const rows = await table.getByRole('row').count();
    assert.ok(rows > 20 && rows <= 61, String(rows));
  });

  it('is live: somebody pauses in a terminal, and the page says so while the cursor stays', async () => {
    const { page } = workbench;
    const frame = await opened();
    await values(frame).focus();
    await page.keyboard.press('End');
    const before = await readsOut(frame, /candidate/);
    await scene.did(0, 'Ben', 'pause', 'parcel-help');
    await shownPage(page, 'parcel-help: paused on half (50 %)');
    assert.equal((await readouts(frame)).split(' · ')[0], before.split(' · ')[0]);
    assert.equal(await frame.locator('.cursor.shown').count(), 9);
    assert.equal(await frame.locator('#chart-metric-0-values details').getAttribute('open'), '');
    await scene.did(0, 'Ben', 'resume', 'parcel-help', '--reason', 'only a test');
  });

  it('is copied as Markdown', async () => {
    const frame = await opened();
    await frame.getByRole('button', { name: 'Copy as Markdown' }).click();
    await workbench.page.getByRole('status').getByText('Report copied as Markdown').waitFor();
  });

  it('is saved as one HTML file, which a browser shows under its own strict policy', async () => {
    const { page } = workbench;
    const frame = await opened();
    await frame.getByRole('button', { name: 'Save as HTML' }).click();
    await page.locator('.quick-input-widget input').first().waitFor();
    await page.keyboard.press('Enter');
    const file = await eventually(
      'the file',
      () =>
        Promise.resolve(
          ['r2', 'r1'].map((id) => path.join(scene.root, `parcel-help-${id}.html`)).find(existsSync) ?? '',
        ),
      (found) => found !== '',
    );
    await eventually(
      'what it may do',
      () => Promise.resolve(readFileSync(file, 'utf8')),
      (text) => text.includes('default-src &#39;none&#39;') && text.trimEnd().endsWith('</html>'),
    );
    for (const colorScheme of ['light', 'dark'] as const) {
      const browser = await page
        .context()
        .browser()!
        .newPage({ colorScheme, viewport: { width: 1280, height: 900 } });
      const problems: string[] = [];
      browser.on('console', (message) => problems.push(message.text()));
      await browser.goto(pathToFileURL(file).href);
      await browser.getByRole('img', { name: /^tool_errors over time/ }).focus();
      await browser.keyboard.press('End');
      assert.match(await browser.locator('#chart-metric-0-values .readout').innerText(), /candidate/);
      assert.deepEqual(problems, []);
      await browser.screenshot({
        path: path.join(localDir, 'pictures', `report-file-${colorScheme}.png`),
        fullPage: true,
      });
      await browser.close();
    }
  });

  it('opens from the row of a metric, and says where there is nothing to show yet', async () => {
    const { page } = workbench;
    await openView(page, 'Prompt Rollout', view);
    await waitForRows(page, view, (all) => all.some(({ label }) => label === 'tool_errors'));
    await runCommand(page, 'View: Close All Editors');
    await row(page, view, 'tool_errors').first().click();
    await shownPage(page, /^(parcel|invoice)-help: /);
    await openFile(page, 'prompts/invoice-help.prompt.yml');
    await runCommand(page, 'Prompt Rollout: Show Report');
    const frame = await shownPage(page, /^invoice-help: running on canary/);
    assert.match(
      await frame.locator('main').innerText(),
      /Nothing to show yet: the first values come with the first block of 10m/,
    );
    await pictures(workbench, 'report-empty', allThemes);
    await page.setViewportSize({ width: 800, height: 900 });
    await pictures(workbench, 'report-narrow');
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  it('leads to rollouts that ended, and back', async () => {
    const { page } = workbench;
    await scene.did(0, 'Ana', 'abort', 'invoice-help', '--reason', 'not today');
    await scene.did(0, 'Ana', 'start', 'invoice-help', '--reason', 'today');
    await openFile(page, 'prompts/invoice-help.prompt.yml');
    await runCommand(page, 'Prompt Rollout: Show Report');
    const choice = (await shownPage(page, /^invoice-help: running on canary/)).getByLabel('Rollout');
    await eventually(
      'both rollouts, the newest first',
      () => choice.locator('option').allInnerTexts(),
      ([newest, first, more]) =>
        more === undefined &&
        /^r\d+ · v2 · running on canary \(5 %\)$/.test(newest ?? '') &&
        /^r\d+ · v2 · rolled back/.test(first ?? ''),
    );
    await choice.selectOption({ index: 1 });
    await shownPage(page, /^invoice-help: rolled back/);
    await pictures(workbench, 'report-earlier', allThemes);
    await choice.selectOption({ index: 0 });
    await shownPage(page, /^invoice-help: running on canary/);
  });

  it('says in words that a prompt was never rolled out', async () => {
    const { page } = workbench;
    await openFile(page, 'prompts/greeting.prompt.yml');
    await runCommand(page, 'Prompt Rollout: Show Report');
    await page.getByText('greeting has not been rolled out in production yet').first().waitFor();
  });
});
