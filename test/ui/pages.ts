import type { Frame, Page } from 'playwright-core';
import { eventually } from './eventually.js';

/** Waits for the tab of ours whose first heading is as wanted, and returns its document: a frame inside VS Code's own. */
export async function shownPage(page: Page, heading: string | RegExp): Promise<Frame> {
  return eventually(
    `a page with the heading ${heading.toString()}`,
    async () => {
      const headings = await Promise.all(page.frames().map(async (frame) => [await headingOf(frame), frame] as const));
      const found = headings.find(([text]) => (typeof heading === 'string' ? text === heading : heading.test(text)));
      if (!found) throw new Error(`the headings are ${JSON.stringify(headings.map(([text]) => text))}`);
      return found[1];
    },
    Boolean,
  );
}

/** Empty where the frame has none, or is going away. */
async function headingOf(frame: Frame): Promise<string> {
  const texts = await frame
    .locator('main h1:visible')
    .allInnerTexts()
    .catch(() => []);
  return (texts[0] ?? '').trim();
}
