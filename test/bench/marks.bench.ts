import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../scripts/host/paths.mjs';
import { eventually } from '../ui/eventually.js';
import { openFile, runCommand } from '../ui/quickInput.js';
import { openWorkbench } from '../ui/workbench.js';
import { gitFixture } from '../unit/workspace/gitFixture.js';
import type { BenchResult } from './benchResult.js';

export { checkNeeds as needs } from '../../scripts/host/needs.mjs';

const length = 100_000;
const file = 'prompts/long.prompt.yml';
/** Twelve bursts of six keys, each followed by a pause in which what was typed is compared. */
const bursts = 12;
const burst = 'again ';
const keyMilliseconds = 60;
const pauseMilliseconds = 700;
/** How long VS Code is left alone before it is measured. */
const settleMilliseconds = 4000;

/** What typing in a long prompt, of which a fifth differs, costs the extension host, in VS Code in the browser, with marks and without. */
export async function bench(): Promise<BenchResult[]> {
  const repository = gitFixture();
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'bench-marks-')));
  const before = prompt();
  repository.commit('A long prompt', { [file]: before });
  repository.write({ [file]: fifthOfWordsChanged(before) });
  const extensions = [process.env['TEST_EXTENSION'] ?? projectRoot, watcherIn(folder)];
  // As in a desktop VS Code: a save has work of its own.
  const userSettings = { 'files.autoSave': 'off', 'promptRollout.marks': false };
  const workbench = await openWorkbench({ workspace: repository.root, extensions, userSettings });
  const { page, server } = workbench;
  try {
    await openFile(page, file);
    await page.keyboard.press('Control+G');
    await page.keyboard.type('600:20');
    await page.keyboard.press('Enter');
    await sleep(settleMilliseconds);
    const without = await typing(page, folder);
    await server.changeSettings({ 'promptRollout.marks': true });
    await marks(page).first().waitFor();
    await sleep(settleMilliseconds);
    const withMarks = await typing(page, folder);
    await runCommand(page, 'Prompt Rollout: Toggle Removed Words');
    await sleep(settleMilliseconds);
    const withRemoved = await typing(page, folder);
    const of = `${bursts * burst.length} keys in ${length.toLocaleString('en')} characters`;
    return [
      ...results(`${of}: marks off`, without),
      ...results(`${of}: marks on`, withMarks),
      ...results(`${of}: removed words shown`, withRemoved),
    ];
  } finally {
    await workbench.close();
    repository.remove();
    rmSync(folder, { recursive: true });
  }
}

interface Longest {
  /** The longest that the host's thread computed without a break, in milliseconds. */
  readonly computed: number;
  /** The longest that nothing else had a turn, in milliseconds; what else the machine does is in it. */
  readonly held: number;
}

function results(of: string, { computed, held }: Longest): BenchResult[] {
  return [
    { name: `${of}, longest block of the host (target 50 ms)`, value: computed, unit: 'ms' },
    { name: `${of}, the same by the clock`, value: held, unit: 'ms' },
  ];
}

async function typing(page: Page, folder: string): Promise<Longest> {
  const [go, done] = [path.join(folder, 'go'), path.join(folder, 'done')];
  writeFileSync(go, '');
  for (let count = 0; count < bursts; count += 1) {
    await page.keyboard.type(burst, { delay: keyMilliseconds });
    await sleep(pauseMilliseconds);
  }
  await sleep(settleMilliseconds);
  rmSync(go);
  await eventually('what the host measured', () => Promise.resolve(existsSync(done)));
  const found = JSON.parse(readFileSync(done, 'utf8')) as Longest;
  rmSync(done);
  return found;
}

const marks = (page: Page) => page.locator('.view-overlays .cdr[class*="ced-"]');

function prompt(): string {
  const head = 'name: Long\nmodel: openai/gpt-4o-mini\nmessages:\n  - role: system\n    content: |\n';
  const end = '  - role: user\n    content: "{{question}}"\n';
  const lines: string[] = [];
  for (let size = head.length + end.length; size < length; size += lines.at(-1)?.length ?? 0)
    lines.push(`      Rule ${lines.length}: answer kindly, name the policy that applies, and promise nothing.\n`);
  return head + lines.join('') + end;
}

/** In every other line, two words of five: that makes as many changes as there can be. */
function fifthOfWordsChanged(text: string): string {
  let count = 0;
  const changed = (line: string): string =>
    line.replaceAll(/\b[a-z]{3,}\b/g, (word) => ((count += 1) % 5 < 2 ? `${word}${count}` : word));
  return text
    .split('\n')
    .map((line, at) => (at % 2 === 0 && line.includes('Rule') ? changed(line) : line))
    .join('\n');
}

/** Another extension of the same host: while the file `go` is there, it notes the longest time between two turns. */
function watcherIn(folder: string): string {
  const extension = path.join(folder, 'watcher');
  mkdirSync(extension);
  const manifest = {
    ...{ name: 'watcher', publisher: 'test', version: '1.0.0', engines: { vscode: '^1.101.0' } },
    ...{ main: './extension.js', activationEvents: ['onStartupFinished'] },
  };
  writeFileSync(path.join(extension, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    path.join(extension, 'extension.js'),
    `const fs = require('node:fs');
const [go, done] = ${JSON.stringify([path.join(folder, 'go'), path.join(folder, 'done')])};
const used = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000; };
exports.activate = () => {
  let watching, last, now, longest;
  setInterval(() => {
    if (watching) return;
    if (!fs.existsSync(go)) return;
    longest = { computed: 0, held: 0 };
    last = { computed: used(), held: performance.now() };
    watching = setInterval(() => {
      now = { computed: used(), held: performance.now() };
      for (const key in now) longest[key] = Math.max(longest[key], now[key] - last[key]);
      last = now;
    }, 1);
  }, 50);
  fs.watchFile(go, { interval: 100 }, () => {
    if (!watching || fs.existsSync(go)) return;
    clearInterval(watching);
    watching = undefined;
    fs.writeFileSync(done, JSON.stringify(longest));
  });
};
`,
  );
  return extension;
}
