import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { localDir } from '../../scripts/host/paths.mjs';
import { gitFixture } from '../unit/workspace/gitFixture.js';
import { visibleLines } from './editors.js';
import { eventually } from './eventually.js';
import { openFile, runCommand } from './quickInput.js';
import { allThemes, openWorkbench, picture, pictureFailures, pictures, type Workbench } from './workbench.js';

const prompt = `---
model: openai/gpt-4o
config:
  temperature: 0.4
input:
  schema:
    question: string, what the customer asks
    tone?: string
    unusd: string
---
{{role "system"}}
You answer for Bright Parcel, {{tone}}.
{{>signature}}
{{role "user"}}
{{question}} {{order}}
`;

describe('a prompt in the editor', () => {
  let folder: string;
  let workbench: Workbench;

  before(async () => {
    folder = path.join(mkdtempSync(path.join(realpathSync(os.tmpdir()), 'language-')), 'answers');
    mkdirSync(folder);
    const git = gitFixture([], folder);
    git.commit('Answers', { 'prompts/answer.prompt': prompt, 'prompts/_signature.prompt': 'Sign as Pia.\n' });
    workbench = await openWorkbench({ workspace: folder });
    await openFile(workbench.page, 'prompts/answer.prompt');
  });

  after(async () => {
    await workbench.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  pictureFailures(() => workbench);

  it('has an outline of its messages, inputs and parameters', async () => {
    const { page } = workbench;
    await runCommand(page, 'Explorer: Focus on Outline View');
    const pane = page.locator('.pane').filter({ has: page.getByRole('button', { name: 'Outline Section' }) });
    const labels = (): Promise<string[]> => pane.getByRole('treeitem').allInnerTexts();
    const found = await eventually('the outline', labels, (all) => all.length > 3);
    const text = found.join('\n');
    for (const label of [/Parameters/, /temperature\s*0\.4/, /Inputs/, /question\s*string/]) assert.match(text, label);
    await pictures(workbench, 'language-outline', allThemes);
  });

  it('tells of a variable where it is used, declared, and its type', async () => {
    const { page } = workbench;
    const word = page.locator('.view-line').filter({ hasText: '{{question}}' }).getByText('question', { exact: true });
    const hover = page.locator('.monaco-hover:visible').filter({ hasText: 'question' });
    await eventually('a hover', async () => {
      await ((await word.count()) > 0 ? word.first() : page.getByText('question}}').first()).hover();
      await hover.first().waitFor({ timeout: 5000 });
      return true;
    });
    assert.match(await hover.first().innerText(), /question[\s\S]*string/);
    await page.screenshot({ path: path.join(localDir, 'pictures', 'language-hover-dark.png') });
  });

  it('mends by a quick fix what is obvious', async () => {
    const { page } = workbench;
    await runCommand(page, 'Problems: Focus on Problems View');
    await eventually(
      'the problems',
      () => page.getByRole('treeitem', { name: /order/ }).count(),
      (count) => count > 0,
    );
    await page.getByRole('treeitem', { name: /order/ }).first().dblclick();
    const fix = page.getByRole('option', { name: /^Declare/ });
    await eventually('the quick fix', async () => {
      await page.keyboard.press('Control+.');
      await fix.first().waitFor({ timeout: 3000 });
      return true;
    });
    await picture(page, 'language-quick-fix');
    await fix.first().click();
    await eventually(
      'the declaration',
      () => visibleLines(page),
      (lines) => lines.some((line) => /^ {4}order: /.test(line)),
    );
    await pictures(workbench, 'language-fixed', allThemes);
  });

  it('opens the file that it includes', async () => {
    const { page } = workbench;
    const line = page.locator('.view-line').filter({ hasText: '{{>signature}}' });
    await line.click();
    await page.keyboard.press('Home');
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('F12');
    await page.getByRole('tab', { name: '_signature.prompt', selected: true }).waitFor();
  });
});
