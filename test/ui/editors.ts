import type { Page } from 'playwright-core';
import type { PageElement } from './dom.js';
import { eventually } from './eventually.js';

/** The titles of the open editor tabs, from left to right. */
export async function tabs(page: Page): Promise<string[]> {
  return page
    .getByRole('main')
    .getByRole('tab')
    .evaluateAll((all: PageElement[]) => all.map((tab) => tab.getAttribute('aria-label') ?? ''));
}

/** Waits until a tab whose title has the text is the active one. */
export async function waitForActiveTab(page: Page, text: string): Promise<void> {
  await page.getByRole('main').getByRole('tab', { name: text, selected: true }).first().waitFor();
}

/** Waits until the texts of the CodeLenses on the screen, from top to bottom and left to right, are as wanted; returns them. */
export async function waitForCodeLenses(page: Page, wanted: (texts: readonly string[]) => boolean): Promise<string[]> {
  // VS Code asks for them only while the editor has the focus.
  await page.locator('.editor-group-container.active .editor-container').getByRole('textbox').last().focus();
  return eventually('CodeLenses', () => codeLenses(page), wanted);
}

async function codeLenses(page: Page): Promise<string[]> {
  return page.locator('.codelens-decoration').evaluateAll((all: PageElement[]) =>
    all
      .map((line) => ({
        top: line.getBoundingClientRect().top,
        // A lens without a command is text, not a link.
        texts: (line.textContent ?? '').split('\u00a0|\u00a0').map((text) => text.trim()),
      }))
      .sort((a, b) => a.top - b.top)
      .flatMap(({ texts }) => texts),
  );
}

/** Presses the CodeLens that shows the text. */
export async function pressCodeLens(page: Page, text: string): Promise<void> {
  await page.locator('.codelens-decoration').getByRole('button', { name: text }).first().click();
}

/** The lines that the active editor shows, from top to bottom; in a diff editor, those of the right side. */
export async function visibleLines(page: Page): Promise<string[]> {
  return page
    .locator('.editor-group-container.active .monaco-editor')
    .last()
    .locator('.view-line')
    .evaluateAll((all: PageElement[]) =>
      all
        .map((line) => ({
          top: line.getBoundingClientRect().top,
          text: (line.textContent ?? '').replaceAll('\u00a0', ' '),
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
}

/** The texts of the status bar items, from left to right, icons left out. */
export async function statusBar(page: Page): Promise<string[]> {
  return page
    .getByRole('status')
    .locator('.statusbar-item:visible')
    .evaluateAll((all: PageElement[]) =>
      all
        .map((item) => ({ left: item.getBoundingClientRect().left, text: (item.textContent ?? '').trim() }))
        .sort((a, b) => a.left - b.left)
        .map(({ text }) => text.replace(/\s+/g, ' '))
        .filter((text) => text !== ''),
    );
}

/** Presses the status bar item that shows the text. */
export async function pressStatusBar(page: Page, text: string): Promise<void> {
  await page.getByRole('status').locator('.statusbar-item').filter({ hasText: text }).getByRole('button').click();
}

/** The colour in which the active editor shows a text that stands alone in its colour, at its last place. */
export async function colourOf(page: Page, text: string): Promise<string> {
  const piece = page
    .locator('.editor-group-container.active .view-line span:not(:has(span))')
    .getByText(text, { exact: true })
    .last();
  return piece.evaluate((element: PageElement) => String(element.computedStyleMap().get('color')));
}
