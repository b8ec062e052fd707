import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { layOutExample } from '../../scripts/example/layOut.mjs';
import { waitForNotification } from './dialogs.js';
import { pressCodeLens, waitForCodeLenses } from './editors.js';
import { eventually } from './eventually.js';
import { shownPage } from './pages.js';
import { openFile, runCommand } from './quickInput.js';
import { openWorkbench, pictureFailures, pictures, type Workbench } from './workbench.js';

const file = 'prompts/support-reply.prompt.yml';
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Each step goes on where the one before ended. */
describe('the evaluation of the example', () => {
  const folder = path.join(mkdtempSync(path.join(realpathSync(os.tmpdir()), 'evaluation-')), 'support-chatbot');
  let workbench: Workbench;

  before(async () => {
    await layOutExample(folder);
    workbench = await openWorkbench({ workspace: folder });
  });

  after(async () => {
    await workbench.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  pictureFailures(() => workbench);

  const inTerminal = (): { passed: number; cases: number; comparison: { wins: number } } =>
    JSON.parse(
      execFileSync(process.execPath, [cli, '-C', folder, 'eval', 'support-reply', '--json'], { encoding: 'utf8' }),
    ) as ReturnType<typeof inTerminal>;

  it('has the same numbers in the Test Explorer as in the terminal', async () => {
    const { page } = workbench;
    await openFile(page, file);
    await waitForCodeLenses(page, (texts) => texts.includes('Evaluate'));
    await runCommand(page, 'Test: Run All Tests');
    const { passed, cases, comparison } = inTerminal();
    assert.deepEqual([passed, cases, comparison.wins], [50, 50, 16]);
    await waitForCodeLenses(page, (texts) => texts.includes(`${passed}/${cases}`));
    await pictures(workbench, 'example-tests');
  });

  it('opens from the lens, and says that the good candidate may be started', async () => {
    const { page } = workbench;
    await openFile(page, file);
    await pressCodeLens(page, '50/50');
    const frame = await shownPage(page, 'The offline gate holds');
    assert.match(
      await frame.locator('main').innerText(),
      /Better than the baseline: 0 of 50 cases regressed, 16 improved/,
    );
    await pictures(workbench, 'example-evaluation');
  });

  it('shows the regressions of the bad candidate first, and does not start it', async () => {
    const { page } = workbench;
    execFileSync('git', ['-C', folder, 'checkout', '--quiet', 'try-even-shorter']);
    await openFile(page, file);
    await waitForCodeLenses(page, (texts) => texts.some((text) => text.startsWith('stale')));
    await runCommand(page, 'Prompt Rollout: Show Evaluation');
    const frame = await shownPage(page, 'The offline gate does not hold');
    const [first] = await eventually(
      'rows of the page',
      () => frame.locator('tr[data-action="toggle"]').allInnerTexts(),
      (rows) => rows.length > 0,
    );
    assert.match(first ?? '', /regression[^]*late-parcel[^]*critical/);
    await pictures(workbench, 'example-regressions');
    await openFile(page, file);
    await pressCodeLens(page, 'Start Rollout…');
    await waitForNotification(page, 'support-reply cannot be started, as its offline evaluation does not hold');
  });
});
