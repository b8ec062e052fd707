import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PromptHandle } from '../../src/editor/projects.js';
import type { VersionRow } from '../../src/editor/versions/versionRows.js';
import type { TestApi } from '../../src/extension.js';
import { gitFixture, type GitFixture } from '../unit/workspace/gitFixture.js';
import { eventually } from './eventually.js';

/** Long enough for git to see that a file was renamed, with lines apart that two branches can change. */
const text = (tone: string, end: string): string => `name: Welcome note
messages:
  - role: system
    content: |
      Welcome a new customer of our shop.
      ${tone}
      Say what the next step is.
      Mention the help pages.
      Never promise a date.
      ${end}
`;

const first = text('Be friendly.', 'End politely.');
const shorter = text('Be friendly and short.', 'End politely.');
const signed = text('Be friendly.', 'End with our name.');
const merged = text('Be friendly and short.', 'End with our name.');

describe('versions', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const name = 'welcome-note.prompt.yml';
  const file = vscode.Uri.file(path.join(folder, 'prompts', name));
  let fixture: GitFixture;
  let api: TestApi;

  before(async function () {
    this.timeout(30_000);
    fixture = gitFixture([], folder);
    fixture.commit('Whatever was there before');
    fixture.commit('Welcome new customers', { 'prompts/welcome.prompt.yml': first });
    fixture.branch('rename');
    fixture.rename('prompts/welcome.prompt.yml', `prompts/${name}`);
    fixture.commit('Shorter', { [`prompts/${name}`]: shorter });
    fixture.branch('main');
    fixture.commit('Sign it', { 'prompts/welcome.prompt.yml': signed });
    fixture.merge('rename');
    fixture.git('tag', 'merged');
    const extension = vscode.extensions.getExtension<TestApi>('prompt-rollout.prompt-rollout');
    assert.ok(extension);
    api = await extension.activate();
    await api.projects.refresh();
    await vscode.commands.executeCommand('promptRollout.versions.focus');
    await vscode.window.showTextDocument(file);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(`promptRollout.${command}`, ...args);
  const handle = (): PromptHandle => {
    const found = api.projects.handleOf(file);
    assert.ok(found, 'the prompt is found');
    return found;
  };
  const shown = async (labels: readonly string[]): Promise<readonly VersionRow[]> => {
    api.versions.show(handle());
    await eventually(() =>
      assert.deepEqual(
        api.versions.rows.map(({ label }) => label),
        labels,
      ),
    );
    return api.versions.rows.filter((row): row is VersionRow => row.kind === 'version');
  };
  const activeDiff = async (title: string): Promise<vscode.TabInputTextDiff> =>
    eventually(() => {
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      assert.equal(tab?.label, title);
      assert.ok(tab.input instanceof vscode.TabInputTextDiff);
      return tab.input;
    });
  const textOf = async (uri: vscode.Uri): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText();

  it('are listed through rename and merge, newest first', async () => {
    const rows = await shown(['v4', 'v3', 'v2', 'v1']);
    assert.deepEqual(
      rows.map(({ version }) => version.subject),
      ['merge rename', 'Sign it', 'Shorter', 'Welcome new customers'],
    );
    assert.equal(rows[1]?.version.path, 'prompts/welcome.prompt.yml');
  });

  it('open read-only, in their language, under their own title', async () => {
    const [, row] = await shown(['v4', 'v3', 'v2', 'v1']);
    await run('openVersion', row);
    const editor = await eventually(() => {
      const { activeTextEditor } = vscode.window;
      assert.equal(activeTextEditor?.document.getText(), signed);
      return activeTextEditor;
    });
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'welcome-note v3');
    assert.equal(editor.document.languageId, 'yaml');
    assert.equal(vscode.workspace.fs.isWritableFileSystem(editor.document.uri.scheme), false);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.document.uri, new vscode.Position(0, 0), '# changed\n');
    await vscode.workspace.applyEdit(edit).then(undefined, () => false);
    assert.equal(await editor.document.save(), false);
    // The prompt is still the one whose versions are shown.
    assert.equal(api.versions.handle?.prompt.name, 'welcome-note');
  });

  it('refuse addresses that are made up', async () => {
    const [row] = await shown(['v4', 'v3', 'v2', 'v1']);
    const query = (root: string): string => JSON.stringify({ title: 'x', root, path: 'x.txt', id: row?.version.id });
    const at = (root: string): vscode.Uri =>
      vscode.Uri.from({ scheme: 'prompt-version', path: '/x.txt', query: query(root) });
    assert.equal(Buffer.from(await vscode.workspace.fs.readFile(at(folder))).toString(), merged);
    await assert.rejects(async () => vscode.workspace.fs.readFile(at('/somewhere/else')));
    await assert.rejects(async () => vscode.workspace.fs.readFile(vscode.Uri.parse('prompt-version:/x.txt?{}')));
  });

  it('compare with the version before', async () => {
    const [newest] = await shown(['v4', 'v3', 'v2', 'v1']);
    await run('compareWithPrevious', newest);
    const { original, modified } = await activeDiff('welcome-note v3 ↔ v4');
    assert.deepEqual([await textOf(original), await textOf(modified)], [signed, merged]);
  });

  it('compare two that are selected, the older on the left', async () => {
    const rows = await shown(['v4', 'v3', 'v2', 'v1']);
    const pair = [rows[1], rows[3]];
    await run('compareVersions', rows[1], pair);
    const { original, modified } = await activeDiff('welcome-note v1 ↔ v3');
    assert.deepEqual([await textOf(original), await textOf(modified)], [first, signed]);
  });

  it('compare two that are picked', async () => {
    const titles: string[] = [];
    api.dialogs.pick = ({ title }, choices) => {
      titles.push(title);
      return Promise.resolve(choices.find(({ label }) => label === (titles.length === 1 ? 'v2' : 'v1'))?.value);
    };
    await vscode.window.showTextDocument(file);
    await run('compareVersions');
    await activeDiff('welcome-note v1 ↔ v2');
    assert.deepEqual(titles, ['Compare Versions (1/2)', 'Compare Versions (2/2)']);
  });

  it('show a draft on top, and compare it with a version; the right side is the file', async () => {
    fixture.write({ [`prompts/${name}`]: `${merged}# draft\n` });
    try {
      const [, , second] = await shown(['draft', 'v4', 'v3', 'v2', 'v1']);
      await run('compareWithDraft', second);
      const { original, modified } = await activeDiff('welcome-note v2 ↔ draft');
      assert.equal(await textOf(original), shorter);
      assert.equal(modified.toString(), file.toString());
      await run('compareWithPrevious', file);
      await activeDiff('welcome-note v4 ↔ draft');
    } finally {
      fixture.write({ [`prompts/${name}`]: merged });
    }
    await shown(['v4', 'v3', 'v2', 'v1']);
  });

  it('compare with the baseline, once there is one, which is marked', async () => {
    const [newest, , , oldest] = await shown(['v4', 'v3', 'v2', 'v1']);
    api.dialogs.confirm = () => Promise.resolve(true);
    await run('adopt', oldest);
    await eventually(() =>
      assert.deepEqual(
        api.versions.rows.map((row) => row.kind === 'version' && row.mark),
        [undefined, undefined, undefined, 'released'],
      ),
    );
    await run('compareWithBaseline', newest);
    await activeDiff('welcome-note v1 ↔ v4');
  });

  it('show all prompts that changed between two commits', async () => {
    fixture.commit('Another prompt', { 'prompts/goodbye.prompt.yml': 'messages: [{ role: user, content: Bye }]\n' });
    const picks = ['Welcome new customers', 'Another prompt'];
    api.dialogs.pick = (_question, choices) => {
      const wanted = picks.shift() ?? '';
      return Promise.resolve(choices.find(({ description }) => description?.startsWith(wanted))?.value);
    };
    await run('compareCommits');
    const tab = await eventually(() => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      assert.match(activeTab?.label ?? '', /^Prompts [0-9a-f]{7,} ↔ [0-9a-f]{7,}/);
      return activeTab;
    });
    assert.ok(tab);
  });

  it('restore into the file, which can be undone', async () => {
    const rows = await shown(['v4', 'v3', 'v2', 'v1']);
    await run('restoreVersion', rows[3]);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.toString(), file.toString());
    assert.equal(document.getText(), first);
    assert.equal(document.isDirty, true);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), merged);
    assert.equal(document.isDirty, false);
  });

  it('ask before they replace unsaved changes', async () => {
    const rows = await shown(['v4', 'v3', 'v2', 'v1']);
    const editor = await vscode.window.showTextDocument(file);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# mine\n'));
    const asked: string[] = [];
    const answer = (yes: boolean) =>
      (api.dialogs.confirm = ({ message }) => Promise.resolve(asked.push(message) > 0 && yes));
    answer(false);
    await run('restoreVersion', rows[1]);
    assert.equal(editor.document.getText(), `# mine\n${merged}`);
    answer(true);
    await run('restoreVersion', rows[1]);
    assert.equal(editor.document.getText(), signed);
    assert.deepEqual(new Set(asked), new Set(['Replace the unsaved changes of welcome-note by v3?']));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('copy their whole id', async () => {
    const [newest] = await shown(['v4', 'v3', 'v2', 'v1']);
    await run('copyVersionId', newest);
    assert.equal(await vscode.env.clipboard.readText(), fixture.id(merged));
  });
});
