import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../scripts/host/paths.mjs';
import { gitFixture } from '../unit/workspace/gitFixture.js';
import { statusBar, visibleLines, waitForActiveTab } from './editors.js';
import { eventually } from './eventually.js';
import { hoverOver, removedWords, rulerPixels, waitForMarks, watchMarks } from './marks.js';
import { choose, openFile, runCommand, waitForQuickPick } from './quickInput.js';
import { allThemes, openWorkbench, pictureFailures, pictures, type Workbench } from './workbench.js';

const cli = path.join(projectRoot, 'dist/cli.js');
const file = 'prompts/support-reply.prompt.yml';
const otherEnds = 'prompts/windows.prompt.yml';

const first = `name: Support reply
model: openai/gpt-4o-mini
modelParameters:
  temperature: 0.2
messages:
  - role: system
    content: |
      You answer questions of our customers about orders and parcels.
      Be friendly, and answer in at most five sentences.
      Name the policy that applies.
      Never promise a refund that the policy does not allow.
      If you do not know, say so.
      Always repeat the question before you answer it.
      Keep the language of the customer.
      Sign with the name of our shop.
  - role: user
    content: "{{question}}"
`;
const second = first.replace('at most five sentences', 'at most three short sentences');
const draft = second
  .replace('temperature: 0.2', 'temperature: 0.1')
  .replace('orders and parcels', 'orders, parcels and invoices')
  .replace(' that the policy does not allow', '')
  .replace('      Always repeat the question before you answer it.\n', '')
  .replace('      Sign', '      Ask for the order number first.\n      Offer to connect a person.\n      Sign');

const temperature = ['changed line: temperature: 0.1', 'changed: 1'];
const topics = 'You answer questions of our customers about orders, parcels and invoices.';
const length = 'Be friendly, and answer in at most three short sentences.';
const added = ['Ask for the order number first.', 'Offer to connect a person.'];
/** What differs from the second version, the newest one. */
const sinceSecond = [
  ...temperature,
  ...[`changed line: ${topics}`, 'changed: ,', 'added: and invoices'],
  ...['changed line: Never promise a refund.', 'removed: .'],
  'removed lines: Keep the language of the customer.',
  ...added.flatMap((line) => [`added line: ${line}`, `added: ${line}`]),
];
const sinceFirst = sinceSecond.toSpliced(5, 0, `changed line: ${length}`, 'changed: three short');

describe('marks in the text of a prompt', () => {
  const repository = gitFixture();
  let workbench: Workbench;

  before(async () => {
    repository.commit('Answer customers', { [file]: first, [otherEnds]: first });
    repository.commit('Shorter', { [file]: second });
    repository.write({ [file]: draft, [otherEnds]: `\uFEFF${first.replace('five', 'six').replaceAll('\n', '\r\n')}` });
    workbench = await openWorkbench({ workspace: repository.root, userSettings: { 'files.autoSave': 'off' } });
    await openFile(workbench.page, file);
  });

  after(async () => {
    await workbench.close();
    repository.remove();
  });

  pictureFailures(() => workbench);

  const run = (title: string): Promise<void> => runCommand(workbench.page, `Prompt Rollout: ${title}`);
  /** Runs a command until it has its effect: under load the palette may take a click twice. */
  const toggle = (title: string, reached: () => Promise<boolean>): Promise<boolean> =>
    eventually(`the effect of ${title}`, async () => {
      await run(title);
      return eventually('the effect', reached, Boolean, 10_000);
    });
  const cursorAt = (place: string): Promise<string[]> =>
    eventually(
      `the cursor at ${place}`,
      () => statusBar(workbench.page),
      (items) => items.includes(place),
    );
  const waitForLine = (text: string): Promise<string[]> =>
    eventually(
      text,
      () => visibleLines(workbench.page),
      (lines) => lines.some((line) => line.trim() === text),
    );
  const goTo = async (line: number, column: number): Promise<void> => {
    const { keyboard } = workbench.page;
    await keyboard.press('Control+G');
    await keyboard.type(`${line}:${column}`);
    await keyboard.press('Enter');
    await cursorAt(`Ln ${line}, Col ${column}`);
  };
  const undo = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) await workbench.page.keyboard.press('Control+Z');
  };

  it('show words and lines that were added, changed and removed since the newest version, and the ruler shows where', async () => {
    await waitForMarks(workbench.page, sinceSecond);
    assert.ok((await rulerPixels(workbench.page)) > 10);
    await pictures(workbench, 'marks', allThemes);
  });

  it('tell on hover what stood there', async () => {
    const { page } = workbench;
    const removed = await hoverOver(page, 'Keep the language', 'language');
    assert.match(removed, /Removed since v2\s+Always repeat the question before you answer it\.\s+Revert Change/);
    const changed = await hoverOver(page, topics, 'invoices');
    assert.match(changed, /Changed since v2\s+You answer questions of our customers about orders and parcels\./);
    await page.locator('.monaco-hover:visible').getByText('Next Change').first().click();
    await cursorAt('Ln 11, Col 29');
  });

  it('show removed words inline on demand', async () => {
    const { page } = workbench;
    const isShown = async (shown: boolean): Promise<boolean> => (await removedWords(page)).length > 0 === shown;
    await toggle('Toggle Removed Words', () => isShown(true));
    assert.deepEqual(await removedWords(page), ['2', ' and', ' that the policy does not allow']);
    await pictures(workbench, 'marks-removed', allThemes);
    await toggle('Toggle Removed Words', () => isShown(false));
    await waitForMarks(page, sinceSecond);
  });

  it('are gone to one after the other, and round', async () => {
    await goTo(1, 1);
    for (const place of ['Ln 4, Col 18', 'Ln 8, Col 57', 'Ln 11, Col 29']) {
      await run('Next Change');
      await cursorAt(place);
    }
    await run('Previous Change');
    await cursorAt('Ln 8, Col 57');
    await goTo(1, 1);
    await run('Previous Change');
    await cursorAt('Ln 14, Col 1');
    await run('Next Change');
    await cursorAt('Ln 4, Col 18');
  });

  it('are reverted one at a time, at the cursor or from the hover, and that can be undone', async () => {
    const { page } = workbench;
    await goTo(11, 10);
    await run('Revert Change');
    await waitForLine('Never promise a refund that the policy does not allow.');
    await waitForMarks(page, sinceSecond.toSpliced(5, 2));
    await hoverOver(page, 'Keep the language', 'language');
    await page.locator('.monaco-hover:visible').getByText('Revert Change').first().click();
    await waitForLine('Always repeat the question before you answer it.');
    await waitForMarks(page, sinceSecond.toSpliced(5, 3));
    await goTo(1, 1);
    await undo(2);
    await waitForMarks(page, sinceSecond);
  });

  it('are against another version when a person chooses it, until they choose the baseline again', async () => {
    const { page } = workbench;
    await run('Mark Changes Since…');
    assert.deepEqual(await waitForQuickPick(page), ['the baseline', 'v2', 'v1']);
    await pictures(workbench, 'marks-choose');
    await choose(page, 'v1');
    await waitForMarks(page, sinceFirst);
    await run('Mark Changes Since…');
    await choose(page, 'the baseline');
    await waitForMarks(page, sinceSecond);
  });

  it('stay where they are while somebody types, frame by frame', async () => {
    const { page } = workbench;
    await goTo(10, 36);
    const watched = await watchMarks(page);
    for (const words of [' Cite', ' its number', ' and its date', '.']) {
      await page.keyboard.type(words, { delay: 40 });
      await page.waitForTimeout(500);
    }
    await goTo(8, 7);
    await page.keyboard.type('Dear colleague: ', { delay: 60 });
    await waitForLine(`Dear colleague: ${topics}`);
    await page.waitForTimeout(1000);
    const frames = await watched.stop();
    assert.ok(frames.length > 30, `${frames.length} frames`);
    // What travels between the editor and its extensions may lag behind a key on a busy machine, so that a mark is off by
    // a letter for a moment; but none is gone for as much as a frame.
    const count = sinceSecond.filter((mark) => !/ lines?: /.test(mark)).length;
    for (const frame of frames) {
      const words = frame.filter(({ kind }) => !/ lines?$/.test(kind));
      assert.ok(words.length >= count, JSON.stringify(frame));
    }
    const last = frames.at(-1)?.map(({ text }) => text) ?? [];
    assert.ok(last.includes('Dear colleague:'), JSON.stringify(last));
    assert.ok(
      last.some((text) => text.includes('Cite its number and its date')),
      JSON.stringify(last),
    );
  });

  it('are switched off and on', async () => {
    const { page } = workbench;
    await runCommand(page, 'File: Revert File');
    await waitForMarks(page, sinceSecond);
    const areShown = async (shown: boolean): Promise<boolean> => (await rulerPixels(page)) > 0 === shown;
    await toggle('Toggle Change Marks', () => areShown(false));
    await waitForMarks(page, []);
    await toggle('Toggle Change Marks', () => areShown(true));
    await waitForMarks(page, sinceSecond);
  });

  it('see no change in line ends and byte order mark', async () => {
    await openFile(workbench.page, otherEnds);
    await waitForMarks(workbench.page, [
      'changed line: Be friendly, and answer in at most six sentences.',
      'changed: six',
    ]);
  });

  it('stay out of comparisons', async () => {
    const { page } = workbench;
    await openFile(page, file);
    await waitForMarks(page, sinceSecond);
    await run('Compare with Previous');
    await waitForActiveTab(page, 'support-reply v2 ↔ draft');
    await page.locator('.monaco-diff-editor .char-insert').first().waitFor();
    await page.waitForTimeout(1000);
    assert.equal(await page.locator('.monaco-diff-editor .cdr[class*="ced-"]').count(), 0);
  });

  it('follow what is committed, and the baseline as soon as something is released', async () => {
    const { page } = workbench;
    repository.commit('More topics');
    repository.write({ [file]: draft.replace('Support reply', 'Support answer') });
    await openFile(page, file);
    const name = ['changed line: name: Support answer', 'changed: answer'];
    await waitForMarks(page, name);
    execFileSync(process.execPath, [cli, 'adopt', 'support-reply', 'v1', '--yes'], { cwd: repository.root });
    await waitForMarks(page, [...name, ...sinceFirst]);
    assert.match(await hoverOver(page, length, 'three short'), /Changed since v1, the baseline/);
  });
});
