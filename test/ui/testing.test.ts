import assert from 'node:assert/strict';
import { gitFixture } from '../unit/workspace/gitFixture.js';
import { answerModal, modalText } from './dialogs.js';
import type { PageElement } from './dom.js';
import { visibleLines, waitForActiveTab, waitForCodeLenses } from './editors.js';
import { eventually } from './eventually.js';
import { choose, openFile, runCommand } from './quickInput.js';
import { chooseFromMenu, openView, setExpanded, waitForRows } from './views.js';
import { allThemes, openWorkbench, picture, pictureFailures, pictures, type Workbench } from './workbench.js';

const view = 'Test Explorer';
const file = 'prompts/support-reply.prompt.yml';
const casesFile = 'prompts/support-reply.cases.yaml';

const promptText = (manner: string): string => `name: Support reply
model: openai/gpt-4o-mini
messages:
  - role: system
    content: |
      You answer questions of our customers about orders and parcels.
      ${manner}
  - role: user
    content: "{{question}}"
`;

/** What is asked and checked, and what the first and the second version answer. */
const asked: readonly (readonly [
  id: string,
  more: string,
  question: string,
  check: string,
  before: string,
  after: string,
])[] = [
  [
    'late-parcel',
    'critical: true, tags: [refund]',
    'My parcel is three weeks late. Refund?',
    '{ type: icontains, value: refund policy }',
    'Under our refund policy you get your money back.',
    'A colleague looks at your order today.',
  ],
  [
    'damaged-parcel',
    'tags: [refund, damage]',
    'The vase is in pieces. Who pays?',
    '{ type: icontains, value: policy }',
    'We are sorry.',
    'Our damage policy covers it.',
  ],
  [
    'where-is-it',
    'tags: [tracking]',
    'Where is my parcel?',
    '{ type: icontains, value: order number }',
    'What is your order number?',
    'What is your order number?',
  ],
  [
    'opening-hours',
    'tags: [facts]',
    'When are you open?',
    '{ type: equals, value: "We are open from 8 to 18, Monday to Friday." }',
    'We are open.',
    'We are open from 9 to 17, Monday to Friday.',
  ],
  [
    'talk-to-a-person',
    'tags: [escalation]',
    'I want a person.',
    '{ type: icontains, value: colleague }',
    'A colleague calls you.',
    'A colleague calls you.',
  ],
  [
    'only-thanks',
    'tags: [tone]',
    'It arrived, thank you!',
    '{ type: word-count, value: { max: 20 } }',
    'You are welcome.',
    'You are welcome.',
  ],
];

const cases = `prompt: support-reply.prompt.yml
cases:
${asked
  .map(
    ([id, more, question, check]) =>
      `  - id: ${id}\n    ${more.replace(', tags', '\n    tags')}\n    vars: { question: '${question}' }\n    assert: [${check}]\n`,
  )
  .join('')}`;

/** The model of this test: answers from its table, by whether the prompt asks to be brief. */
const model = `import { text } from 'node:stream/consumers';
const asked = ${JSON.stringify(Object.fromEntries(asked.map(([, , question, , before, after]) => [question, [before, after]])))};
const { messages: [system, user] } = JSON.parse(await text(process.stdin)).request;
console.log(JSON.stringify({ text: asked[user.content][system.content.includes('Be brief') ? 1 : 0] }));
`;

/** Each step goes on where the one before ended. */
describe('cases in the Test Explorer of the editor', () => {
  const repository = gitFixture();
  let workbench: Workbench;

  before(async () => {
    const provider = { type: 'command', command: [process.execPath, 'answer.mjs'] };
    repository.commit('A first prompt', {
      [file]: promptText('Be friendly and thorough.'),
      [casesFile]: cases,
      'prompts/escalation-summary.md': 'Sum the conversation up.\n',
      'answer.mjs': model,
      'prompt-rollout.yaml': JSON.stringify({ version: 1, evaluation: { provider } }),
    });
    repository.commit('Answer briefly', { [file]: promptText('Be brief: at most three short sentences.') });
    workbench = await openWorkbench({ workspace: repository.root });
    await workbench.server.changeSettings({ 'files.autoSave': 'off' });
  });

  after(async () => {
    await workbench.close();
    repository.remove();
  });

  pictureFailures(() => workbench);

  /** What the Test Explorer shows: `late-parcel (Failed)`. */
  const tests = (): Promise<string[]> =>
    tree()
      .getByRole('treeitem')
      .evaluateAll((all: PageElement[]) =>
        all.map((item) => {
          const text = item.querySelector('.label')?.textContent ?? '';
          const description = item.querySelector('.test-label-description')?.textContent ?? '';
          const state = /\(.*?\)/.exec(item.getAttribute('aria-label') ?? '')?.[0] ?? '';
          return `${text.slice(0, text.length - description.length)} ${state}`;
        }),
      );
  const tree = () => workbench.page.getByRole('tree', { name: view, exact: true });
  const waitForTests = (wanted: (labels: readonly string[]) => boolean): Promise<string[]> =>
    eventually('tests', tests, wanted);
  const has = (test: string) => (labels: readonly string[]) => labels.includes(test);

  it('lists prompts, and cases once a prompt is unfolded', async () => {
    const { page } = workbench;
    await openFile(page, file);
    await waitForCodeLenses(page, (texts) => texts.includes('Evaluate'));
    await runCommand(page, 'Testing: Focus on Test Explorer View');
    await waitForTests((labels) => labels.length === 2);
    await setExpanded(page, view, 'support-reply', true);
    const labels = await waitForTests((all) => all.length === 2 + asked.length);
    assert.deepEqual(
      labels.slice(2),
      asked.map(([id]) => `${id} (Not yet run)`),
    );
    await pictures(workbench, 'testing-cases');
  });

  it('records what is missing by a profile, and says first how many requests that takes', async () => {
    const { page } = workbench;
    await chooseFromMenu(page, view, 'support-reply', 'Execute Using Profile...');
    await choose(page, 'Record Missing');
    assert.match(
      await modalText(page),
      /Record the missing outputs of support-reply\?\s+support-reply: at most 12 requests to .*answer\.mjs/,
    );
    await picture(page, 'testing-record');
    await answerModal(page, 'Record the missing outputs', 'Record');
    const labels = await waitForTests(has('only-thanks (Passed)'));
    assert.deepEqual(labels.slice(2), [
      'late-parcel (Failed)',
      'damaged-parcel (Passed)',
      'where-is-it (Passed)',
      'opening-hours (Failed)',
      'talk-to-a-person (Passed)',
      'only-thanks (Passed)',
    ]);
    await pictures(workbench, 'testing-results');
  });

  it('says in the lens and under the prompt what came out', async () => {
    const { page } = workbench;
    await openFile(page, file);
    await waitForCodeLenses(page, (texts) => texts.includes('4/6 · 1 regression'));
    await openView(page, 'Prompt Rollout', 'Rollouts');
    await setExpanded(page, 'Rollouts', 'support-reply', true);
    const rows = await waitForRows(page, 'Rollouts', (all) => all.some(({ label }) => label === 'Evaluation'));
    const found = rows.find(({ label }) => label === 'Evaluation');
    assert.deepEqual([found?.description, found?.level, found?.actions], ['4/6 · 1 regression', 2, ['Evaluate']]);
    await pictures(workbench, 'testing-standing', allThemes);
  });

  it('shows that an edit made it stale, and that taking it back did not', async () => {
    const { page } = workbench;
    await openFile(page, file);
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('# A remark');
    await page.keyboard.press('Enter');
    await waitForCodeLenses(page, (texts) => texts.includes('stale · 4/6 · 1 regression'));
    await waitForRows(page, 'Rollouts', (all) =>
      all.some(({ description }) => description === 'stale · 4/6 · 1 regression'),
    );
    await pictures(workbench, 'testing-stale');
    await runCommand(page, 'File: Revert File');
    await waitForCodeLenses(page, (texts) => texts.includes('4/6 · 1 regression'));
  });

  it('accepts an output as expected from the menu of a case', async () => {
    const { page } = workbench;
    await runCommand(page, 'Testing: Focus on Test Explorer View');
    await chooseFromMenu(page, view, 'opening-hours', 'Accept Output as Expected');
    await waitForActiveTab(page, 'support-reply.cases.yaml');
    await eventually(
      'the accepted output',
      () => visibleLines(page),
      (lines) => lines.some((line) => line.includes('expected: "We are open from 9 to 17, Monday to Friday."')),
    );
    await pictures(workbench, 'testing-accepted');
  });
});
