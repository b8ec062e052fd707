import type { Page } from 'playwright-core';
import { eventually } from './eventually.js';

/** A mark as a person sees it. */
export interface Mark {
  /** Of words, or of whole lines; `removed` words are shown by an edge of the character beside them. */
  readonly kind: 'added' | 'changed' | 'removed' | 'added line' | 'changed line' | 'removed lines';
  /** The words, the character, or the line. */
  readonly text: string;
}

/** Reads the marks of the active editor from top to bottom; runs in the page, where nothing of this module is known. */
const readMarks = `(() => {
  const editor = document.querySelector('.editor-group-container.active .monaco-editor');
  const probe = document.body.appendChild(document.createElement('div'));
  probe.style.color = 'var(--vscode-editorGutter-addedBackground)';
  const added = getComputedStyle(document.querySelector('.monaco-workbench').appendChild(probe)).color;
  probe.remove();
  const lines = [...editor.querySelectorAll('.view-line')].map((line) => ({
    box: line.getBoundingClientRect(),
    width: line.firstElementChild.getBoundingClientRect().width,
    text: line.textContent.replaceAll('\\u00a0', ' '),
  }));
  const longest = lines.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  const column = longest.width / longest.text.length;
  return [...editor.querySelectorAll('.view-overlays .cdr[class*="ced-"]')]
    .map((mark) => {
      const [style, box] = [getComputedStyle(mark), mark.getBoundingClientRect()];
      const line = lines.find((line) => Math.abs(line.box.top - box.top) < 3);
      const start = Math.round((box.left - line.box.left) / column);
      const text = line.text.slice(start, start + Math.round(box.width / column));
      const at = { top: box.top, left: box.left };
      if (mark.style.width === '100%') {
        const kind = style.borderTopWidth === '1px' ? 'removed lines' : style.borderLeftColor === added ? 'added line' : 'changed line';
        return { ...at, left: -1, kind, text: line.text };
      }
      const isRemoved = style.borderLeftWidth === '2px' || style.borderRightWidth === '2px';
      return { ...at, kind: isRemoved ? 'removed' : style.borderBottomStyle === 'dashed' ? 'changed' : 'added', text };
    })
    .sort((a, b) => a.top - b.top || a.left - b.left)
    .map(({ kind, text }) => ({ kind, text: text.trim() }));
})()`;

/** The marks on the screen, from top to bottom; those of lines come before those of their words. */
export function marks(page: Page): Promise<Mark[]> {
  return page.evaluate(readMarks);
}

/** Waits until the marks are as wanted, each as `kind: text`. */
export async function waitForMarks(page: Page, wanted: readonly string[]): Promise<void> {
  const read = async (): Promise<string[]> => (await marks(page)).map(({ kind, text }) => `${kind}: ${text}`);
  await eventually('marks', read, (shown) => JSON.stringify(shown) === JSON.stringify(wanted));
}

/** Reads the marks on every frame that the browser draws, until it is stopped. */
export async function watchMarks(page: Page): Promise<{ stop(): Promise<Mark[][]> }> {
  await page.evaluate(`(() => {
    window.markFrames = [];
    const frame = () => {
      if (!window.markFrames) return;
      window.markFrames.push(${readMarks});
      requestAnimationFrame(frame);
    };
    frame();
  })()`);
  return {
    stop: () =>
      page.evaluate(`(() => {
        const frames = window.markFrames;
        window.markFrames = undefined;
        return frames;
      })()`),
  };
}

/** Removed words as they stand inline, from top to bottom. */
export function removedWords(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('.view-line span[class*="ced-"]')]
    .map((span) => getComputedStyle(span, '::before').content)
    .filter((content) => content !== 'none')
    .map((content) => content.slice(1, -1).replaceAll('\\u00a0', ' '))`);
}

/** How many pixels of the ruler's middle lane have a colour: other lanes belong to git and to problems. */
export function rulerPixels(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const ruler = document.querySelector('.editor-group-container.active .decorationsOverviewRuler');
    const { width, height } = ruler;
    const { data } = ruler.getContext('2d').getImageData(Math.floor(width / 2), 0, 1, height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const colours = data.slice(at, at + 3);
      if (Math.max(...colours) - Math.min(...colours) > 30) count += 1;
    }
    return count;
  })()`);
}

/** Waits for the hover over a text of the active editor, and returns what it says. */
export async function hoverOver(page: Page, line: string, text: string): Promise<string> {
  return eventually(`a hover over “${text}”`, async () => {
    await page.mouse.move(0, 0);
    const target = page.locator('.view-line').filter({ hasText: line }).first();
    const place = await target.evaluate(
      (element: { textContent: string; firstElementChild: { getBoundingClientRect(): Box } }, text) => {
        const whole = element.textContent.replaceAll('\u00a0', ' ');
        const { left, top, width, height } = element.firstElementChild.getBoundingClientRect();
        const column = width / whole.length;
        return { x: left + (whole.indexOf(text) + text.length / 2) * column, y: top + height / 2 };
      },
      text,
    );
    await page.mouse.move(place.x - 1, place.y);
    await page.mouse.move(place.x, place.y);
    return page.locator('.monaco-hover:visible').filter({ hasText: 'since' }).first().innerText({ timeout: 5000 });
  });
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
