import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../../scripts/host/needs.mjs';
import { openView, waitForRows } from '../ui/views.js';
import { openWorkbench } from '../ui/workbench.js';
import type { BenchResult } from './benchResult.js';
import { liveCount, manyPrompts, promptCount } from './manyPrompts.js';

export { checkNeeds as needs } from '../../scripts/host/needs.mjs';

/** What is read again after one prompt of many was saved, in VS Code in the browser; a git of ours notes what it is asked. */
export async function bench(): Promise<BenchResult[]> {
  const many = await manyPrompts();
  const notes = notingGit();
  // With the second one VS Code takes the first as it is, and asks no login shell for another.
  const env = { PATH: `${notes.folder}${path.delimiter}${process.env['PATH'] ?? ''}`, VSCODE_CLI: '1' };
  // Between the change and the count nothing else looks at rollouts.
  const userSettings = { 'promptRollout.refreshSeconds': 3600 };
  const workbench = await openWorkbench({ workspace: many.root, env, userSettings });
  const [prompt = ''] = many.live;
  const file = path.join(many.root, prompt);
  const committed = readFileSync(file, 'utf8');
  try {
    const { page } = workbench;
    await openView(page, 'Prompt Rollout', 'Rollouts');
    await waitForRows(page, 'Rollouts', ([first]) => /v1 → v2/.test(first?.description ?? ''));
    const shown = await notes.whenQuiet();
    if (shown.runs === 0) throw new Error('VS Code does not run the git that notes its calls');
    const start = performance.now();
    appendFileSync(file, '# changed\n');
    await waitForRows(page, 'Rollouts', ([first]) => /draft/.test(first?.description ?? ''));
    const milliseconds = performance.now() - start;
    const all = await notes.whenQuiet();
    const of = `${promptCount} prompts, ${liveCount} live`;
    return [
      { name: `${of}: runs of git until all is shown`, value: shown.runs, unit: '' },
      { name: 'one prompt saved: contents read again', value: all.read - shown.read, unit: '', limit: 1 },
      { name: 'one prompt saved: runs of git', value: all.runs - shown.runs, unit: '', limit: 5 },
      { name: 'one prompt saved: until its row says draft', value: milliseconds, unit: 'ms' },
    ];
  } finally {
    await workbench.close();
    writeFileSync(file, committed);
    rmSync(notes.folder, { recursive: true });
  }
}

interface Counts {
  /** How often the extension ran git. */
  readonly runs: number;
  /** How many files it had read by it. */
  readonly read: number;
}

/** A folder with a `git` that notes each call and every file whose content is asked for, and hands over to the real one. */
function notingGit(): { readonly folder: string; whenQuiet(): Promise<Counts> } {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-git-'));
  const [calls, read] = [path.join(folder, 'calls'), path.join(folder, 'read')];
  const git = findProgram('git') ?? 'git';
  const script = `#!/bin/sh
printf '%s\\n' "$*" >> '${calls}'
case "$*" in
  *hash-object*--stdin-paths*) tee -a '${read}' | '${git}' "$@" ;;
  *) exec '${git}' "$@" ;;
esac
`;
  writeFileSync(path.join(folder, 'git'), script, { mode: 0o755 });
  const count = (): Counts => ({
    // VS Code's own git extension runs it too, without this setting.
    runs: linesOf(calls).filter((call) => call.includes('log.showSignature=false')).length,
    read: linesOf(read).length,
  });
  const whenQuiet = async (): Promise<Counts> => {
    for (let last = count(); ;) {
      await sleep(3000);
      const now = count();
      if (now.runs === last.runs) return now;
      last = now;
    }
  };
  return { folder, whenQuiet };
}

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}
