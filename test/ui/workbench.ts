import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { folderUrl } from '../../scripts/host/address.mjs';
import { launchBrowser } from '../../scripts/host/browser.mjs';
import { localDir, projectRoot } from '../../scripts/host/paths.mjs';
import { startServer, type Server, type ServerOptions } from '../../scripts/host/server.mjs';
import { patience } from './eventually.js';

/** A VS Code with the extension installed, open in a browser. */
export interface Workbench {
  readonly page: Page;
  readonly server: Server;
  close(): Promise<void>;
}

export type Theme = 'light' | 'dark' | 'contrast';

/** What the settings call each theme, and the class that VS Code gives its window. */
const themes: Readonly<Record<Theme, { readonly setting: string; readonly marker: string }>> = {
  light: { setting: 'Light Modern', marker: '.monaco-workbench.vs' },
  dark: { setting: 'Dark Modern', marker: '.monaco-workbench.vs-dark' },
  contrast: { setting: 'Default High Contrast', marker: '.monaco-workbench.hc-black' },
};
const themeNames = ['light', 'dark', 'contrast'] as const;

/**
 * Opens a folder in VS Code with the extension as a user has it: `TEST_EXTENSION`, a folder or a `.vsix`; by default the
 * project's folder. Returns when VS Code takes input. Other server options as in `startServer`.
 */
export async function openWorkbench(options: ServerOptions): Promise<Workbench> {
  const extensions = [process.env['TEST_EXTENSION'] ?? projectRoot];
  const [server, browser] = await startBoth({ extensions, ...options });
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(patience);
    await page.goto(server.url);
    await ready(page);
    return { page, server, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startBoth(options: ServerOptions): Promise<[Server, Browser]> {
  const browser = await launchBrowser();
  try {
    return [await startServer(options), browser];
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Opens another folder in the same window, as "Open Folder" does; a page reload when it is the same. */
export async function openFolder({ page, server }: Workbench, folder: string): Promise<void> {
  await page.goto(folderUrl(server.port, folder));
  await ready(page);
}

/** Waits until VS Code is drawn and connected to its server. */
async function ready(page: Page): Promise<void> {
  await page.getByRole('tablist', { name: 'Active View Switcher' }).waitFor({ timeout: 30_000 });
  await page.getByRole('status').getByRole('button', { name: 'remote' }).waitFor();
}

/** Changes the colour theme. */
export async function setTheme({ page, server }: Workbench, theme: Theme): Promise<void> {
  await server.changeSettings({ 'workbench.colorTheme': themes[theme].setting });
  await page.locator(themes[theme].marker).waitFor();
}

/** Takes a picture of the window into `.local/pictures/<name>-<theme>.png`; returns the file. */
export async function picture(page: Page, name: string): Promise<string> {
  const shown = await Promise.all(themeNames.map((name) => page.locator(themes[name].marker).count()));
  const theme = themeNames[shown.findIndex((count) => count > 0)] ?? 'dark';
  const file = path.join(localDir, 'pictures', `${name}-${theme}.png`);
  // Away from everything that would show a hover; one that stays all the same spoils a picture, but no test.
  await page.mouse.move(0, 0);
  const hover = page.locator('.workbench-hover-container:visible');
  await hover.waitFor({ state: 'detached', timeout: 3000 }).catch(() => undefined);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  return file;
}

/** Has every test of a suite that fails leave a picture of its window. */
export function pictureFailures(workbench: () => Workbench): void {
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture(workbench().page, `failed ${this.currentTest.title}`);
  });
}

/** Takes the picture in each theme, by default light and dark, and ends in the dark one. */
export async function pictures(
  workbench: Workbench,
  name: string,
  inThemes: readonly Theme[] = ['light', 'dark'],
): Promise<void> {
  for (const theme of inThemes) {
    await setTheme(workbench, theme);
    await picture(workbench.page, name);
  }
  if (inThemes.at(-1) !== 'dark') await setTheme(workbench, 'dark');
}

/** All themes of a view that must also be readable in high contrast. */
export const allThemes: readonly Theme[] = themeNames;
