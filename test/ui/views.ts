import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './dom.js';
import { eventually } from './eventually.js';

/** A row of a tree view as a person sees it; `level` begins with 1. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly level: number;
  /** The names of its inline buttons. */
  readonly actions: readonly string[];
}

/** Opens a view container by its name in the activity bar and unfolds one of its views. */
export async function openView(page: Page, container: string, view: string): Promise<void> {
  const tab = page
    .getByRole('tablist', { name: 'Active View Switcher' })
    .getByRole('tab', { name: new RegExp(`^${container}( |$)`) });
  await clickUntil(tab, 'aria-selected', 'true');
  await clickUntil(page.getByRole('button', { name: `${view} Section` }), 'aria-expanded', 'true');
}

/** Clicks unless and until an attribute has a value, as what is redrawn at that moment may miss a click. */
async function clickUntil(target: Locator, attribute: string, value: string, where = target): Promise<void> {
  const reached = async () => (await target.getAttribute(attribute)) === value;
  await eventually(`${attribute}=${value} of ${target.toString()}`, async () => {
    if (await reached()) return true;
    await where.click({ timeout: 3000 });
    return eventually('the effect of the click', reached, Boolean, 2000);
  });
}

const tree = (page: Page, view: string): Locator => page.getByRole('tree', { name: view, exact: true });

/** The rows of a view now, those scrolled away excepted. */
export async function rows(page: Page, view: string): Promise<Row[]> {
  return tree(page, view)
    .getByRole('treeitem')
    .evaluateAll((items: PageElement[]) =>
      items
        .map((item) => ({
          top: item.getBoundingClientRect().top,
          label: item.querySelector('.label-name')?.textContent ?? '',
          description: item.querySelector('.label-description')?.textContent ?? '',
          level: Number(item.getAttribute('aria-level')),
          actions: [...item.querySelectorAll('.actions [role=button]')].map((b) => b.getAttribute('aria-label') ?? ''),
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ label, description, level, actions }) => ({ label, description, level, actions })),
    );
}

/** Waits until the rows of a view are as wanted and returns them. */
export async function waitForRows(page: Page, view: string, wanted: (rows: readonly Row[]) => boolean): Promise<Row[]> {
  return eventually(`rows of ${view}`, () => rows(page, view), wanted);
}

/** The first row of a view that shows the text, to click or hover. */
export const row = (page: Page, view: string, text: string): Locator =>
  tree(page, view).getByRole('treeitem').filter({ hasText: text }).first();

/** Presses an inline button of the row that shows the text. */
export async function pressAction(page: Page, view: string, text: string, action: string): Promise<void> {
  await row(page, view, text).hover();
  await row(page, view, text).getByRole('button', { name: action }).click();
}

/** Chooses an entry of the context menu of the row that shows the text. */
export async function chooseFromMenu(page: Page, view: string, text: string, entry: string): Promise<void> {
  const item = page.getByRole('menuitem', { name: entry, exact: true });
  await eventually(`“${entry}” in the menu of ${text}`, async () => {
    if (!(await item.isVisible())) await row(page, view, text).click({ button: 'right' });
    await item.click({ timeout: 2000 });
    // For its first tenth of a second a menu takes no click; it is still open then.
    await page.getByRole('menu').waitFor({ state: 'hidden', timeout: 1000 });
    return true;
  });
}

/** The entries of the context menu of the row that shows the text. */
export async function menuEntries(page: Page, view: string, text: string): Promise<string[]> {
  await row(page, view, text).click({ button: 'right' });
  const names = () => page.getByRole('menu').getByRole('menuitem').allInnerTexts();
  const entries = await eventually(`a menu for ${text}`, names, (list) => list.length > 0);
  await page.keyboard.press('Escape');
  return entries.map((entry) => entry.trim()).filter(Boolean);
}

/** Folds or unfolds the row that shows the text. */
export async function setExpanded(page: Page, view: string, text: string, expanded: boolean): Promise<void> {
  const item = row(page, view, text);
  await clickUntil(item, 'aria-expanded', String(expanded), item.locator('.monaco-tl-twistie'));
}

/** What an empty view says (its welcome view). */
export async function welcomeText(page: Page, view: string): Promise<string> {
  const pane = page.locator('.pane').filter({ has: page.getByRole('button', { name: `${view} Section` }) });
  return pane.locator('.welcome-view-content').innerText();
}
