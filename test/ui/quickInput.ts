import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.js';

const quickInput = (page: Page): Locator => page.locator('.quick-input-widget:visible');

/** Runs a command by its full title in the palette, such as `Prompt Rollout: Start Rollout`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await eventually(`the command “${title}” in the palette`, async () => {
    await page.keyboard.press('F1');
    const input = quickInput(page).getByRole('textbox');
    await input.waitFor({ timeout: 2000 });
    await input.fill(`>${title}`, { timeout: 2000 });
    // Its name may go on with the key binding or the group it is in.
    const option = quickInput(page)
      .getByRole('option', { name: new RegExp(`^${escape(title)}(,|$)`) })
      .first();
    await option.click({ timeout: 2000 });
    // What the command itself may ask appears in the same place.
    await option.waitFor({ state: 'hidden' });
    return true;
  });
}

/** Titles of the commands that the palette offers for what was typed. */
export async function offeredCommands(page: Page, typed: string): Promise<string[]> {
  await page.keyboard.press('F1');
  await quickInput(page).getByRole('textbox').fill(`>${typed}`);
  const labels = () => quickInput(page).getByRole('option').locator('.label-name').allInnerTexts();
  const found = await eventually('commands in the palette', labels, (list) => list.length > 0);
  await page.keyboard.press('Escape');
  return found;
}

/** Opens a file by the end of its path, relative to the folder, and waits until it is the active one. */
export async function openFile(page: Page, file: string): Promise<void> {
  const name = escape(file.slice(file.lastIndexOf('/') + 1));
  const active = page.getByRole('main').getByRole('tab', { name: new RegExp(`^${name}`), selected: true });
  let tried = false;
  await eventually(`the file ${file}`, async () => {
    // On a busy machine an attempt may be given up that was heard all the same.
    if (tried && (await active.count()) > 0) return true;
    tried = true;
    await page.keyboard.press('Control+P');
    const input = quickInput(page).getByRole('textbox');
    await input.waitFor({ timeout: 2000 });
    await input.fill(file, { timeout: 2000 });
    await quickInput(page)
      .getByRole('option', { name: new RegExp(`^${name} `) })
      .first()
      .click({ timeout: 2000 });
    // A tab of it may be there already, behind another: the click may have gone astray all the same.
    await active.first().waitFor({ timeout: 5000 });
    return true;
  });
}

/** Waits until the labels of a quick pick's entries are as wanted and returns them. */
export async function waitForQuickPick(
  page: Page,
  wanted: (labels: readonly string[]) => boolean = (labels) => labels.length > 0,
): Promise<string[]> {
  return eventually(
    'a quick pick',
    () => quickInput(page).getByRole('option').locator('.label-name').allInnerTexts(),
    wanted,
  );
}

/** Chooses the first entry of the quick pick that shows the text. */
export async function choose(page: Page, text: string): Promise<void> {
  await quickInput(page).getByRole('option').filter({ hasText: text }).first().click();
}

/** Fills the input box whose title or prompt shows the text, and accepts it. */
export async function answer(page: Page, question: string, text: string): Promise<void> {
  const box = quickInput(page).filter({ hasText: question });
  await box.getByRole('textbox').fill(text);
  await box.getByRole('textbox').press('Enter');
}

/** The message below the input box, such as why an answer is not taken. */
export async function inputMessage(page: Page): Promise<string> {
  return quickInput(page).locator('.quick-input-message').innerText();
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
