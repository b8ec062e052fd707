import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { visibleLines } from './editors.js';
import { eventually } from './eventually.js';
import { openFile } from './quickInput.js';
import { openView, waitForRows } from './views.js';
import { allThemes, openWorkbench, pictureFailures, pictures, type Workbench } from './workbench.js';

const texts = {
  'reply.prompt.yml': `messages:
  - role: system
    content: Be {{tone}}.
  - role: user
    content: |
      {{customer}} asks:
      `,
  'reply.prompty': `---
inputs:
  - { name: question, kind: string }
  - { name: tone, default: warm }
---
user:
`,
  'reply.liquid': 'Dear {{ customer }}, ',
};

/** Braces come from the editor in some languages and from what is put in in others: never from both. */
describe('a tag that is typed into a prompt', () => {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'completion-'));
  let workbench: Workbench;

  before(async () => {
    mkdirSync(path.join(folder, 'prompts'));
    for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(folder, 'prompts', name), text);
    workbench = await openWorkbench({ workspace: folder });
    await openView(workbench.page, 'Prompt Rollout', 'Rollouts');
    await waitForRows(workbench.page, 'Rollouts', (all) => all.length === 3);
  });

  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  pictureFailures(() => workbench);

  /** Opens a file and types at its end; returns what is suggested. */
  async function type(name: string, keys: string): Promise<string[]> {
    const { page } = workbench;
    await openFile(page, `prompts/${name}`);
    await page.locator('.editor-group-container.active .editor-container').getByRole('textbox').last().focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(keys, { delay: 100 });
    const suggested = page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    return eventually(
      'suggestions',
      () => suggested.allInnerTexts(),
      (labels) => labels.length > 0,
    );
  }

  /** Takes the first suggestion, and waits for the line that it must make. */
  async function take(line: string): Promise<void> {
    const { page } = workbench;
    await page.keyboard.press('Enter');
    await eventually(
      'the name in the text',
      () => visibleLines(page),
      (lines) => lines.includes(line),
    );
  }

  it('completes in YAML', async () => {
    assert.deepEqual(await type('reply.prompt.yml', '{{'), ['tone', 'customer']);
    await pictures(workbench, 'completion', allThemes);
    await take('      {{tone}}');
  });

  it('completes in Prompty, with spaces around the name', async () => {
    assert.deepEqual(await type('reply.prompty', '{{ '), ['question', 'tone']);
    await take('{{ question }}');
  });

  it('completes in statements', async () => {
    assert.deepEqual(await type('reply.liquid', '{% if c'), ['customer']);
    await take('Dear {{ customer }}, {% if customer %}');
  });
});
