import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import * as vscode from 'vscode';
import type { PromptHandle } from '../../src/editor/projects.js';
import type { TestApi } from '../../src/extension.js';
import { writeMany } from '../bench/evaluation/manyCases.js';
import { longestHold, type Hold } from '../bench/longestHold.js';
import { gitFixture, temporaryFolder, type GitFixture } from '../unit/workspace/gitFixture.js';
import { casesText, writeEvaluated } from './evaluationScene.js';
import { eventually } from './eventually.js';
import { shortMilliseconds } from './shortMilliseconds.js';
import { handlesIn, listen, promptText, run, showFolders, theExtension } from './scene.js';

describe('cases in the Test Explorer', function () {
  this.timeout(60_000);
  let api: TestApi;
  let fixture: GitFixture;
  let heard: ReturnType<typeof listen>;
  let told: ReturnType<typeof watchRuns>;

  before(async () => {
    api = await theExtension();
  });

  beforeEach(async () => {
    fixture = gitFixture();
    writeEvaluated(fixture);
    heard = listen(api);
    told = watchRuns(api.testing.controller);
    await showFolders(fixture.root);
    await eventually(() => assert.equal(handlesIn(api, fixture.root).length, 1));
  });

  afterEach(async () => {
    told.dispose();
    heard.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await showFolders();
    await eventually(() => assert.equal(handlesIn(api, fixture.root).length, 0));
    fixture.remove();
  });

  const at = (name: string): string => path.join(fixture.root, name);
  const handle = (): PromptHandle => handlesIn(api, fixture.root)[0]!;
  const evaluated = () => api.evaluations.of(handle());
  /** The prompt's item, once it is there. */
  const prompt = (folder = fixture.root): Promise<vscode.TestItem> =>
    eventually(() => {
      const found = [...api.testing.controller.items].find(([, { uri }]) => uri?.fsPath.startsWith(`${folder}/`));
      assert.ok(found, 'the prompt is an item');
      return found[1];
    });
  const listed = async (): Promise<readonly vscode.TestItem[]> => {
    const item = await prompt();
    await api.testing.controller.resolveHandler?.(item);
    return children(item);
  };
  const caseItem = async (id: string): Promise<vscode.TestItem> => (await listed()).find(({ label }) => label === id)!;

  /** Runs by a profile, all cases of the prompt unless it is said which. */
  async function runBy(
    profile: 0 | 1 | 2,
    include?: readonly vscode.TestItem[],
    exclude?: readonly vscode.TestItem[],
    token: vscode.CancellationToken = new vscode.CancellationTokenSource().token,
  ): Promise<Told> {
    const by = api.testing.profiles[profile]!;
    await by.runHandler(new vscode.TestRunRequest(include ?? [await prompt()], exclude, by), token);
    return told.last();
  }

  it('lists prompts at once, and their cases with tags and places when somebody looks', async () => {
    const item = await prompt();
    assert.deepEqual([item.label, children(item).length, item.canResolveChildren], ['reply', 0, true]);
    const cases = await listed();
    assert.deepEqual(
      cases.map(({ label, description, tags, range }) => [
        label,
        description,
        tags.map(({ id }) => id).join(' '),
        range?.start.line,
      ]),
      [
        ['kind', 'critical', 'tone', 2],
        ['policy', 'Names the rule', 'tone refund', 7],
        ['exact', '', '', 12],
        ['open', '', '', 15],
      ],
    );
    assert.equal(cases[0]?.uri?.fsPath, at('reply.cases.yaml'));
  });

  it('follows the file of cases, and keeps the items of those that stay', async () => {
    const [first] = await listed();
    writeFileSync(at('reply.cases.yaml'), casesText.replace('  - id: exact', '  - id: precise'));
    await eventually(() => assert.deepEqual(told.labels(api), ['kind', 'policy', 'precise', 'open']), 15_000);
    assert.equal(children(await prompt())[0], first);
    writeFileSync(at('reply.cases.yaml'), 'cases: [');
    await eventually(() => assert.match(told.error(api), /reply\.cases\.yaml:1:/), 15_000);
  });

  it('replays nothing where nothing is recorded, and says why', async () => {
    const { states, output } = await runBy(0);
    assert.deepEqual(states, { kind: 'skipped', policy: 'skipped', exact: 'skipped', open: 'skipped' });
    assert.match(output, /kind is missing: Nothing is recorded for reply yet\./);
    assert.equal(existsSync(at('reply.recordings.jsonl')), false);
  });

  it('records what is missing once a person agrees, and tells regressions first', async () => {
    const recorded = await runBy(1);
    assert.match(
      heard.asked.join(),
      /Record the missing outputs of reply\?\nreply: at most 8 requests to node answer\.mjs/,
    );
    const replayed = await runBy(0);
    for (const { states } of [recorded, replayed])
      assert.deepEqual(states, { kind: 'failed', policy: 'passed', exact: 'failed', open: 'skipped' });
    const [kind, exact] = [replayed.messages['kind']!, replayed.messages['exact']!];
    assert.match(
      textOf(kind.message),
      /^Regression of a critical case: the baseline passes it\.\nicontains: .*\n\nAnswer by the policy\. Hello$/,
    );
    assert.equal(kind.location?.range.start.line, 2);
    assert.deepEqual([exact.expectedOutput, exact.actualOutput], ['Exactly this.', 'Answer by the policy. What?']);
    assert.match(replayed.output, /open is unchecked: The case has no assertions\./);
    assert.match(replayed.output, /v1 → v2: 3 of 4 graded.*Too few to tell: 1 of 4 cases regressed, 1 improved/);
    assert.match(replayed.output, /regression of kind \(critical\)/);
    assert.ok(recorded.durations['kind']! > 5, 'a process takes some time');
    assert.equal(evaluated()?.evaluation.summary.passed, 1);
    assert.equal(readFileSync(at('reply.recordings.jsonl'), 'utf8').trim().split('\n').length, 8);
  });

  it('records nothing where the person turns away', async () => {
    heard.yes = false;
    const { states } = await runBy(1);
    assert.deepEqual([states, heard.asked.length], [{}, 1]);
    assert.equal(existsSync(at('reply.recordings.jsonl')), false);
  });

  it('runs only what is chosen, and keeps the evaluation of all cases then', async () => {
    await runBy(1);
    const before = evaluated();
    const some = await runBy(0, [await caseItem('kind'), await caseItem('exact')]);
    assert.deepEqual(some.states, { kind: 'failed', exact: 'failed' });
    const without = await runBy(0, undefined, [await caseItem('exact')]);
    assert.deepEqual(Object.keys(without.states), ['kind', 'policy', 'open']);
    assert.equal(evaluated(), before);
    const all = await runBy(0, await listed());
    assert.equal(Object.keys(all.states).length, 4);
    assert.notEqual(evaluated(), before);
  });

  it('shows and runs 10,000 cases, and holds nothing up', async function () {
    this.timeout(240_000);
    const count = 10_000;
    await writeMany(fixture.root, count);
    fixture.git('rm', '--quiet', 'reply.cases.yaml', 'prompt-rollout.yaml');
    fixture.git('add', '.');
    fixture.git('commit', '--quiet', '--message', 'many');
    // The baseline makes the same requests, so that all of its outputs are recorded as well.
    writeFileSync(at('reply.prompt.yml'), `# As it was.\n${readFileSync(at('reply.prompt.yml'), 'utf8')}`);
    // Of the processor: by the clock it is also what the window and the server next door take.
    const held: Readonly<Record<'list' | 'run', Hold>>[] = [];
    for (let round = 0; round < 2; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const listing = longestHold();
      assert.equal((await listed()).length, count);
      const list = listing();
      const running = longestHold();
      const { states } = await runBy(0);
      held.push({ list, run: running() });
      assert.equal(Object.values(states).filter((state) => state === 'passed').length, count - count / 100);
    }
    // 50 ms on a quiet machine, most of them VS Code's own; three times as long where it is busy with something else.
    const best = (of: 'list' | 'run'): number =>
      Math.min(...held.map(({ [of]: { clock, processor } }) => (Number.isNaN(processor) ? clock : processor)));
    assert.ok(Math.max(best('list'), best('run')) < 3 * shortMilliseconds(), JSON.stringify(held));
    assert.equal(evaluated()?.evaluation.comparison?.ties, count);
  });

  it('is cancelled within a second, and leaves what has no result without one', async () => {
    writeFileSync(at('reply.cases.yaml'), casesText.replace('question: Hello', 'question: slow'));
    const source = new vscode.CancellationTokenSource();
    const running = runBy(1, undefined, undefined, source.token);
    await eventually(() => assert.equal(heard.asked.length, 1), 15_000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const start = Date.now();
    source.cancel();
    const { states, hasEnded } = await running;
    assert.ok(Date.now() - start < 1000, `${Date.now() - start} ms`);
    assert.deepEqual([states, hasEnded], [{}, true]);
    assert.deepEqual(heard.told, []);
  });

  it('says on the prompt what keeps all of its cases from being run', async () => {
    await listed();
    writeFileSync(at('reply.cases.yaml'), 'prompt: reply.prompt.yml\ncases:\n  - id: [1]\n');
    const { states, messages } = await runBy(0);
    assert.deepEqual(states, { reply: 'errored' });
    assert.match(textOf(messages['reply']?.message), /reply cannot be evaluated, as its cases have mistakes/);
  });

  it('knows that an edit makes the evaluation stale', async () => {
    await runBy(1);
    assert.equal(evaluated()?.isStale, false);
    const document = await vscode.workspace.openTextDocument(handle().uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# A remark\n');
    await vscode.workspace.applyEdit(edit);
    await eventually(() => assert.equal(evaluated()?.isStale, true));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await eventually(() => assert.equal(evaluated()?.isStale, false));
  });

  it('runs again on save while that is wanted', async () => {
    await runBy(1);
    const source = new vscode.CancellationTokenSource();
    const [profile] = api.testing.profiles;
    const request = new vscode.TestRunRequest([await prompt()], undefined, profile, true);
    await profile!.runHandler(request, source.token);
    const count = told.count();
    const document = await vscode.workspace.openTextDocument(at('reply.cases.yaml'));
    const edit = new vscode.WorkspaceEdit();
    const value = document.positionAt(document.getText().indexOf('Exactly this.'));
    edit.replace(document.uri, new vscode.Range(value, value.translate(0, 13)), '"Answer by the policy. What?"');
    await vscode.workspace.applyEdit(edit);
    assert.equal(told.count(), count);
    await document.save();
    await eventually(() => assert.equal(told.last().hasEnded && told.last().states['exact'], 'passed'), 15_000);
    assert.equal(told.count(), count + 1);
    source.cancel();
    await document.save();
  });

  it('accepts an output as expected, which can be undone', async () => {
    const { messages } = await runBy(1);
    await run('acceptOutput', { test: await caseItem('kind'), message: messages['kind'] });
    const document = await vscode.workspace.openTextDocument(at('reply.cases.yaml'));
    const accepted = document.getText();
    assert.match(accepted, /value: kindly \}\]\n {4}expected: Answer by the policy\. Hello\n {2}- id: policy/);
    assert.equal(readFileSync(at('reply.cases.yaml'), 'utf8'), casesText, 'nothing is saved unasked');
    const again = await runBy(0);
    assert.deepEqual(
      [again.messages['kind']?.expectedOutput, again.messages['kind']?.actualOutput],
      ['Answer by the policy. Hello', 'Answer by the policy. Hello'],
    );
    await run('acceptOutput', await caseItem('policy'));
    assert.match(document.getText(), /expected: "Answer by the policy\. A refund\?"/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), accepted);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), casesText);
    assert.deepEqual(heard.told, []);
  });

  it('says why an output cannot be accepted', async () => {
    await run('acceptOutput', await caseItem('kind'));
    assert.match(heard.told.at(-1) ?? '', /^kind has no output yet that could be accepted\. Run it first/);
    fixture.commit('as CSV', { 'reply.cases.yaml': null, 'reply.cases.csv': 'question,__expected\nHello,kindly\n' });
    await eventually(() => assert.equal(told.labels(api).length, 1), 15_000);
    await runBy(1);
    await run('acceptOutput', (await listed())[0]);
    assert.match(heard.told.at(-1) ?? '', /stands in reply\.cases\.csv, where no output can be accepted/);
  });

  it('works in a folder without git, where there is nothing to compare with', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'greeting.prompt.yml'), promptText('Answer kindly.'));
    writeFileSync(path.join(folder, 'greeting.cases.yaml'), casesText.replace('reply.prompt', 'greeting.prompt'));
    await showFolders(fixture.root, folder);
    const { states, output } = await runBy(0, [await prompt(folder)]);
    assert.deepEqual(states, { kind: 'skipped', policy: 'skipped', exact: 'skipped', open: 'skipped' });
    assert.match(output, /0 of 4 graded, 4 without an output\. There is no baseline to compare with\./);
  });

  it('asks a model of the editor that a person chose, records nothing of it, and says that it is approximate', async () => {
    const { selectChatModels } = vscode.lm;
    const answering = {
      name: 'Tiny',
      id: 'tiny-1',
      vendor: 'test',
      sendRequest: () => Promise.resolve({ text: Readable.from(['Answered kindly, by the policy.']) }),
    };
    Object.assign(vscode.lm, { selectChatModels: () => Promise.resolve([answering]) });
    try {
      const { states, output } = await runBy(2);
      assert.deepEqual(states, { kind: 'passed', policy: 'passed', exact: 'failed', open: 'skipped' });
      assert.match(output, /Approximate: a model of the editor was asked/);
      assert.equal(existsSync(at('reply.recordings.jsonl')), false);
      assert.equal(evaluated()?.evaluation.run.live, true);
    } finally {
      Object.assign(vscode.lm, { selectChatModels });
    }
  });

  it('asks no model of the editor where there is none', async () => {
    const count = told.count();
    await api.testing.profiles[2]!.runHandler(
      new vscode.TestRunRequest([await prompt()]),
      new vscode.CancellationTokenSource().token,
    );
    assert.match(heard.told.join(), /This editor has no language models/);
    assert.equal(told.count(), count);
  });
});

/** In the order in which they are shown. */
const children = ({ children: all }: vscode.TestItem): vscode.TestItem[] =>
  [...all].map(([, item]) => item).sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));

const textOf = (words: string | vscode.MarkdownString | undefined): string =>
  typeof words === 'string' ? words : (words?.value ?? '');

/** What a run told the Test Explorer, by the labels of the items. */
interface Told {
  readonly states: Record<string, string>;
  readonly messages: Record<string, vscode.TestMessage>;
  readonly durations: Record<string, number>;
  output: string;
  hasEnded: boolean;
}

/** Listens to what runs tell, and passes it on. */
function watchRuns(controller: vscode.TestController) {
  const createTestRun = controller.createTestRun.bind(controller);
  const runs: Told[] = [];
  Object.assign(controller, {
    createTestRun: (request: vscode.TestRunRequest): vscode.TestRun => {
      const real = createTestRun(request);
      const told: Told = { states: {}, messages: {}, durations: {}, output: '', hasEnded: false };
      runs.push(told);
      const note =
        (state: 'passed' | 'failed' | 'errored' | 'skipped') =>
        (item: vscode.TestItem, ...rest: unknown[]): void => {
          told.states[item.label] = state;
          const [first, second] = rest;
          if (first instanceof vscode.TestMessage) told.messages[item.label] = first;
          const duration = typeof first === 'number' ? first : second;
          if (typeof duration === 'number') told.durations[item.label] = duration;
          (real[state] as (...args: unknown[]) => void)(item, ...rest);
        };
      return {
        ...real,
        token: real.token,
        passed: note('passed'),
        failed: note('failed'),
        errored: note('errored'),
        skipped: note('skipped'),
        appendOutput: (output, location, item) => {
          told.output += output;
          real.appendOutput(output, location, item);
        },
        end: () => {
          told.hasEnded = true;
          real.end();
        },
      };
    },
  });
  const items = (api: TestApi) => [...api.testing.controller.items].map(([, item]) => item);
  const reply = (api: TestApi): vscode.TestItem => items(api).find(({ label }) => label === 'reply')!;
  return {
    last: (): Told => runs.at(-1)!,
    count: (): number => runs.length,
    labels: (api: TestApi): string[] => children(reply(api)).map(({ label }) => label),
    error: (api: TestApi): string => textOf(reply(api).error),
    dispose: (): void => void Object.assign(controller, { createTestRun }),
  };
}
