import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { projectRoot } from '../../scripts/host/paths.mjs';
import { gitFixture } from '../unit/workspace/gitFixture.js';
import { waitForActiveTab } from './editors.js';
import { eventually } from './eventually.js';
import { shownPage } from './pages.js';
import { openFile, runCommand } from './quickInput.js';
import { allThemes, openWorkbench, pictureFailures, pictures, type Workbench } from './workbench.js';

const file = 'prompts/parcel-help.prompt.yml';
const casesFile = 'prompts/parcel-help.cases.yaml';
const hostile = '</pre></td><img src=x onerror="document.title=1">';

const first = `name: Parcel help
model: openai/gpt-4o-mini
messages:
  - role: system
    content: |
      You answer questions of our customers about orders and parcels.
      Be friendly and thorough. Name the policy that applies, and say what happens next.
      Never promise a refund.
  - role: user
    content: "{{question}}"
`;
const second = first.replace('friendly and thorough. Name', 'brief: at most three short sentences. Name');

/** Questions with what each version answers; the second one is shorter, and forgets the policy now and then. */
const answers: Readonly<Record<string, readonly [question: string, before: string, after: string]>> = {
  'invoice-copy': [
    'I need the invoice of order 481220 again.',
    'Of course. Here is what happens next: a colleague sends the invoice of order 481220 to your address within a day.',
    'You will get it soon.',
  ],
  'late-parcel': [
    'My parcel is three weeks late. Refund?',
    'Your parcel is three weeks late, and we regret that. Under our refund policy you get your money back after 21 days. A colleague looks at your order today, and you will hear from us by tomorrow.',
    'Your parcel is three weeks late, and we regret that. A colleague looks at your order today.',
  ],
  'damaged-parcel': [
    'The box arrived open and the vase is in pieces. Who pays?',
    `What a pity about the vase! ${'We will look at every part of it together, step by step, with great care. '.repeat(6)}Our damage policy covers it.`,
    'What a pity about the vase. Our damage policy covers it: please send us a photo.',
  ],
  'where-is-it': ['Where is my parcel?', 'What is your order number? I look it up.', 'What is your order number?'],
  'talk-to-a-person': ['I want a person.', 'A colleague calls you today.', 'A colleague calls you.'],
  'are-you-a-robot': ['Am I talking to a robot?', 'I am an assistant.', 'I am an assistant.'],
  'off-topic': ['Write me a poem about the sea.', 'The sea, the sea, it sings to me.', `The sea. ${hostile}`],
  'customs-fee': ['Why do I pay customs?', 'The customs office asks for it.', 'The customs office asks for it.'],
};

const cases = `prompt: parcel-help.prompt.yml
defaults: { assert: [{ type: word-count, value: { max: 60 } }] }
cases:
  - id: invoice-copy
    tags: [invoice]
    assert: [{ type: icontains, value: what happens next }]
  - id: late-parcel
    tags: [refund, policy]
    critical: true
    description: The one that we were burnt by in spring
    assert: [{ type: icontains, value: refund policy }, { type: not-is-refusal }, { type: similar, value: a friendly answer }]
  - id: damaged-parcel
    tags: [refund, damage, policy]
    assert: [{ type: icontains, value: policy }]
  - id: where-is-it
    tags: [tracking]
    assert: [{ type: icontains, value: order number }]
  - id: talk-to-a-person
    tags: [escalation]
    assert: [{ type: icontains, value: colleague }]
  - id: are-you-a-robot
    tags: [escalation]
    assert: [{ type: icontains, value: assistant }]
  - id: off-topic
    tags: [tone]
    assert: [{ type: not-icontains, value: the sea }]
  - id: customs-fee
    tags: [customs]
    assert: [{ type: icontains, value: customs }]
`
  .split('\n')
  .map((line) => line.replace(/^ {2}- id: (.*)$/, (all, id: string) => `${all}\n    vars: ${varsOf(answers[id]?.[0])}`))
  .join('\n');
const later = `  - id: two-parcels
    tags: [tracking]
    vars: ${varsOf('Where are my two parcels?')}
    assert: [{ type: icontains, value: order number }]
`;

/** The model of this test: answers from its table, by whether the prompt asks for short sentences. */
const model = `import { text } from 'node:stream/consumers';
const answers = ${JSON.stringify(answers)};
const { case: of, request } = JSON.parse(await text(process.stdin));
const isBrief = request.messages[0].content.includes('short sentences');
const said = answers[of][isBrief ? 2 : 1];
const tokens = { prompt: 60, completion: Math.ceil(said.length / 4), total: 60 + Math.ceil(said.length / 4) };
console.log(JSON.stringify({ text: said, tokens, cost: tokens.total * 1.5e-6, finishReason: 'stop' }));
`;

/** Each step goes on where the one before ended. */
describe('the evaluation of a prompt', () => {
  const repository = gitFixture();
  let workbench: Workbench;

  before(async () => {
    const configuration = {
      version: 1,
      evaluation: { provider: { type: 'command', command: [process.execPath, 'answer.mjs'] } },
    };
    repository.commit('A first prompt', {
      [file]: first,
      [casesFile]: cases,
      'answer.mjs': model,
      'prompt-rollout.yaml': JSON.stringify(configuration),
    });
    repository.commit('Answer briefly', { [file]: second });
    const cli = path.join(projectRoot, 'dist/cli.js');
    const recorded = spawnSync(process.execPath, [
      cli,
      '-C',
      repository.root,
      'eval',
      'parcel-help',
      '--record-missing',
    ]);
    assert.equal(recorded.status, 1, recorded.stderr.toString());
    writeFileSync(path.join(repository.root, casesFile), cases + later);
    repository.commit('Record the outputs, add a case');
    workbench = await openWorkbench({ workspace: repository.root });
    await workbench.server.changeSettings({ 'files.autoSave': 'off' });
  });

  after(async () => {
    await workbench.close();
    repository.remove();
  });

  pictureFailures(() => workbench);

  const opened = (): Promise<Frame> => shownPage(workbench.page, 'The offline gate does not hold');
  const rows = (frame: Frame) => frame.locator('tr[data-action="toggle"]');
  const ids = async (frame: Frame): Promise<string[]> =>
    (await rows(frame).locator('td.id').allInnerTexts()).map((text) => text.split(/\s/)[0] ?? '');
  const waitForIds = (frame: Frame, wanted: readonly string[]): Promise<string[]> =>
    eventually(
      `the cases ${wanted.join(', ')}`,
      () => ids(frame),
      (found) => found.join() === wanted.join(),
    );
  const says = (frame: Frame, wanted: RegExp): Promise<string> =>
    eventually(
      `${wanted} on the page`,
      () => frame.locator('main').innerText(),
      (text) => wanted.test(text),
    );
  const focused = (frame: Frame): Promise<string> => frame.evaluate('document.activeElement.id');

  it('opens from the palette and begins with the verdict, its reasons and the coverage', async () => {
    const { page } = workbench;
    await openFile(page, file);
    await runCommand(page, 'Prompt Rollout: Show Evaluation');
    const frame = await opened();
    await waitForActiveTab(page, 'Evaluation parcel-help');
    const text = await says(frame, /parcel-help v1 → v2/);
    assert.match(
      text,
      /^The offline gate does not hold\s+Critical cases regressed: late-parcel\.\s+2 cases regressed; at most 0 may\./,
    );
    assert.match(
      text,
      /Too few to tell: 2 of 9 cases regressed, 1 improved; fewer than six cases differ\. 8 of 9 graded, 1 without an output\./,
    );
    assert.match(text, /passed\s+6 of 9\s+5 of 9/);
    await pictures(workbench, 'evaluation', allThemes);
  });

  it('lists regressions first, critical ones before the others', async () => {
    const all = await ids(await opened());
    assert.deepEqual(all.slice(0, 4), ['late-parcel', 'invoice-copy', 'damaged-parcel', 'where-is-it']);
    assert.equal(all.at(-1), 'two-parcels');
  });

  it('unfolds a case by keyboard: both outputs with the words that differ, every check, both prompts', async () => {
    const { page } = workbench;
    const frame = await opened();
    await frame.locator('#filter').focus();
    for (let presses = 0; presses < 8 && !(await focused(frame)).startsWith('case-'); presses += 1)
      await page.keyboard.press('Tab');
    assert.equal(await focused(frame), 'case-late-parcel');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(frame), 'case-invoice-copy');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const detail = frame.locator('#detail-late-parcel');
    await eventually(
      'marked words',
      () => detail.locator('del').allInnerTexts(),
      (all) => all.join('').includes('refund policy'),
    );
    const text = await detail.innerText();
    assert.match(text, /question\s+My parcel is three weeks late\. Refund\?/);
    assert.match(text, /recorded (now|\d+ minutes? ago) · \d+ tokens · \$0\.000\d+/);
    assert.match(text, /icontains refund policy\s+✓\s*pass .*\s+✕\s*fail /);
    assert.match(text, /similar[^]*unsupported/);
    assert.match(text, /Prompt as it was filled in — 1 of 2 messages differ/);
    assert.equal(await rows(frame).first().getAttribute('aria-expanded'), 'true');
    assert.equal(await focused(frame), 'case-late-parcel');
    await frame.evaluate('document.activeElement.scrollIntoView()');
    await pictures(workbench, 'evaluation-case', allThemes);
    await detail.getByText('Prompt as it was filled in').click();
    await detail.locator('details').scrollIntoViewIfNeeded();
    assert.match(
      (await detail.locator('details ins').allInnerTexts()).join(' '),
      /brief: at most three short sentences/,
    );
    await pictures(workbench, 'evaluation-prompts');
  });

  it('says what is missing and what was recorded that is nearest', async () => {
    const frame = await opened();
    await frame.locator('#outcome-missing').click();
    await waitForIds(frame, ['two-parcels']);
    await rows(frame).first().click();
    await says(frame, /This request of case two-parcels was not recorded\. Nearest is what was recorded for case/);
    await rows(frame).first().click();
  });

  it('filters by outcome and by words', async () => {
    const frame = await opened();
    await frame.getByRole('button', { name: 'Regressions 2' }).click();
    await waitForIds(frame, ['late-parcel', 'invoice-copy']);
    assert.equal(await frame.locator('#outcome-regression').getAttribute('aria-pressed'), 'true');
    await frame.getByRole('button', { name: /^All/ }).click();
    await frame.getByLabel('Filter cases').pressSequentially('refund', { delay: 30 });
    await waitForIds(frame, ['late-parcel', 'damaged-parcel']);
    await says(frame, /2 of 9 cases/);
    await pictures(workbench, 'evaluation-filter');
    await frame.getByLabel('Filter cases').fill('no such case');
    await says(frame, /No case is like that\./);
    await frame.getByLabel('Filter cases').fill('');
  });

  it('sorts by keyboard', async () => {
    const { page } = workbench;
    const frame = await opened();
    await frame.getByRole('button', { name: 'Case', exact: true }).focus();
    await page.keyboard.press('Enter');
    await eventually(
      'sorted ids',
      () => ids(frame),
      (all) => all[0] === 'are-you-a-robot' && all.at(-1) === 'where-is-it',
    );
    assert.equal(await frame.locator('th[aria-sort]').getAttribute('aria-sort'), 'ascending');
    await page.keyboard.press('Enter');
    await eventually(
      'sorted backwards',
      () => ids(frame),
      (all) => all[0] === 'where-is-it',
    );
    assert.equal(await frame.locator('th[aria-sort]').getAttribute('aria-sort'), 'descending');
    await frame.getByRole('button', { name: 'Outcome', exact: true }).click();
  });

  it('shows what a model said as text, whatever it is', async () => {
    const frame = await opened();
    await frame.locator('#case-off-topic').click();
    await says(frame, /<img src=x onerror=/);
    assert.equal(await frame.locator('img').count(), 0);
    await frame.locator('#case-off-topic').click();
  });

  it('leads to the case in its file, and to the changes of the prompt', async () => {
    const { page } = workbench;
    const frame = await opened();
    const detail = frame.locator('#detail-late-parcel');
    if (!(await detail.isVisible())) await frame.locator('#case-late-parcel').click();
    await detail.getByRole('button', { name: 'Open Case' }).click();
    await waitForActiveTab(page, 'parcel-help.cases.yaml');
    await runCommand(page, 'Prompt Rollout: Show Evaluation');
    const again = await opened();
    await again.locator('#detail-late-parcel').getByRole('button', { name: 'Show What Changed' }).click();
    await shownPage(page, /^Wording/);
    await waitForActiveTab(page, 'Changes parcel-help v1 ↔ v2');
  });

  it('is stale once the cases are edited, and can be made anew', async () => {
    const { page } = workbench;
    await runCommand(page, 'Prompt Rollout: Show Evaluation');
    const frame = await opened();
    const cases = path.join(repository.root, casesFile);
    writeFileSync(cases, readFileSync(cases, 'utf8').replace('critical: true', 'critical: false'));
    await says(frame, /Stale\. The prompt or its cases have changed since\./);
    await pictures(workbench, 'evaluation-stale', allThemes);
    await frame.getByRole('button', { name: 'Evaluate Again' }).click();
    await says(frame, /^The offline gate does not hold\s+2 cases regressed/);
    assert.doesNotMatch(await frame.locator('main').innerText(), /Stale/);
    await page.setViewportSize({ width: 800, height: 900 });
    await pictures(workbench, 'evaluation-narrow');
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  it('follows what is typed before it is saved, and is copied as Markdown', async () => {
    const { page } = workbench;
    const frame = await opened();
    await frame.getByRole('button', { name: 'Copy as Markdown' }).click();
    await page.getByRole('status').getByText('Evaluation copied as Markdown').waitFor();
    await openFile(page, file);
    await page.locator('.view-line').filter({ hasText: 'Never promise' }).first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(' Be kind.');
    await runCommand(page, 'Prompt Rollout: Show Evaluation');
    const draft = await opened().catch(() => shownPage(page, /offline gate/));
    await says(draft, /parcel-help v2 → draft[^]*0 of 9 graded, 9 without an output/);
  });
});

function varsOf(question: string | undefined): string {
  return JSON.stringify({ question });
}
