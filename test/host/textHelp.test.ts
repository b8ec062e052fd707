import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension.js';
import { eventually } from './eventually.js';

const strategy = `prompt: farewell.prompt.yml
unit: conversation_id
stages:
  - { name: canary, trafic: 5%, bake: 20s }
  - { name: full, traffic: 120%, bake: 20s }
`;

const cases = `prompt: farewell.prompt.yml
cases:
  - id: leaving
    vars: { nmae: Ann }
    assert: [contians:bye]
`;

describe('strategies, prompts, cases and configuration as texts', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const at = (name: string): vscode.Uri => vscode.Uri.file(path.join(folder, name));
  const prompt = at('prompts/farewell.prompt.yml');
  const strategyFile = at('prompts/farewell.rollout.yaml');
  const casesFile = at('prompts/farewell.cases.yaml');
  let api: TestApi;

  before(async () => {
    writeFileSync(prompt.fsPath, 'name: Farewell\nmessages:\n  - role: sytem\n    content: Say goodbye to {{name}}.\n');
    writeFileSync(strategyFile.fsPath, strategy);
    const extension = vscode.extensions.getExtension<TestApi>('prompt-rollout.prompt-rollout');
    assert.ok(extension);
    api = await extension.activate();
    await api.projects.refresh();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const { fsPath } of [prompt, strategyFile, casesFile]) rmSync(fsPath, { force: true });
    await api.projects.refresh();
  });

  const found = (uri: vscode.Uri): string[] =>
    vscode.languages
      .getDiagnostics(uri)
      .map(
        ({ range, code }) =>
          `${range.start.line + 1}:${range.start.character + 1} ${typeof code === 'string' ? code : ''}`,
      );

  it('are judged where the mistake is, unopened strategies too', async () => {
    await eventually(() => assert.deepEqual(found(strategyFile), ['4:21 unknown-key', '5:28 unit']));
    assert.deepEqual(found(prompt), []);
    await vscode.window.showTextDocument(prompt);
    await eventually(() => assert.deepEqual(found(prompt), ['3:11 unknown-role']));
  });

  it('are judged anew while one types, and mended by a quick fix', async () => {
    const document = await vscode.workspace.openTextDocument(strategyFile);
    await vscode.window.showTextDocument(document);
    const [mistake] = vscode.languages.getDiagnostics(strategyFile);
    assert.ok(mistake);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      strategyFile,
      mistake.range,
    );
    const fix = actions.find(({ title }) => title === 'Replace with "traffic"');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /canary, traffic: 5%/);
    await eventually(() => assert.deepEqual(found(strategyFile), ['5:28 unit']));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually(() => assert.deepEqual(found(strategyFile), ['4:21 unknown-key', '5:28 unit']));
  });

  it('complete keys and values, and explain them', async () => {
    const text = 'prompt: farewell.prompt.yml\nunit: conversation_id\nthen:\n  harm: \nst';
    const document = await vscode.workspace.openTextDocument(strategyFile);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), text));
    const offered = async (line: number, column: number): Promise<unknown[]> => {
      const position = new vscode.Position(line, column);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        strategyFile,
        position,
      );
      return list.items.map(({ label }) => label);
    };
    const keys = await offered(4, 2);
    assert.ok(keys.includes('stages') && keys.includes('stale') && !keys.includes('unit'), String(keys));
    const values = await offered(3, 8);
    assert.ok(values.includes('rollback') && values.includes('hold'), String(values));
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      strategyFile,
      new vscode.Position(1, 1),
    );
    const [said] = hover?.contents ?? [];
    assert.match(said instanceof vscode.MarkdownString ? said.value : '', /\*\*unit\*\*[\s\S]*hashed/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('have lenses that say what is next', async () => {
    const titles = async (uri: vscode.Uri): Promise<unknown[]> =>
      (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri)).map(
        ({ command }) => command?.title,
      );
    for (const uri of [prompt, strategyFile]) await vscode.window.showTextDocument(uri);
    assert.deepEqual(await titles(prompt), ['$(circle-outline)\u00a0unreleased · draft', 'Start Rollout…']);
    assert.deepEqual(await titles(strategyFile), ['Open farewell', 'Start Rollout…']);
  });

  it('begin with a strategy that is valid, and never overwritten', async () => {
    rmSync(strategyFile.fsPath);
    await api.projects.refresh();
    await vscode.commands.executeCommand('promptRollout.newStrategy', prompt);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), strategyFile.toString());
    assert.ok(existsSync(strategyFile.fsPath));
    assert.match(readFileSync(strategyFile.fsPath, 'utf8'), /^prompt: farewell\.prompt\.yml$/m);
    writeFileSync(strategyFile.fsPath, '# ours\n');
    await vscode.commands.executeCommand('promptRollout.newStrategy', prompt);
    assert.equal(readFileSync(strategyFile.fsPath, 'utf8'), '# ours\n');
  });

  it('are judged by their prompt where they are cases, and anew when it changes', async () => {
    writeFileSync(casesFile.fsPath, cases);
    const all = ['4:5 case-misses-variable', '4:13 unknown-variable', '5:14 unknown-grader'];
    await eventually(() => assert.deepEqual(found(casesFile), all));
    await vscode.window.showTextDocument(casesFile);
    const document = await vscode.workspace.openTextDocument(prompt);
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('{{name}}');
    edit.replace(prompt, new vscode.Range(document.positionAt(at), document.positionAt(at + 8)), '{{nmae}}');
    await vscode.workspace.applyEdit(edit);
    await eventually(() => assert.deepEqual(found(casesFile), ['5:14 unknown-grader']));
    const back = new vscode.WorkspaceEdit();
    back.replace(prompt, new vscode.Range(document.positionAt(at), document.positionAt(at + 8)), '{{name}}');
    await vscode.workspace.applyEdit(back);
    await document.save();
    await eventually(() => assert.deepEqual(found(casesFile), all));
  });

  it('explain the keys of cases, and offer those that are left', async () => {
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      casesFile,
      new vscode.Position(2, 5),
    );
    const [said] = hover?.contents ?? [];
    assert.match(said instanceof vscode.MarkdownString ? said.value : '', /\*\*id\*\*[\s\S]*compared by/);
    const document = await vscode.workspace.openTextDocument(casesFile);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), '    cri\n'));
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      casesFile,
      new vscode.Position(3, 7),
    );
    const labels = items.map(({ label }) => label);
    assert.ok(
      labels.includes('critical') && labels.includes('tags') && !labels.includes('vars'),
      JSON.stringify(labels),
    );
    await editor.edit((edit) => edit.delete(new vscode.Range(3, 0, 4, 0)));
    await document.save();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('begin with a file of cases that is valid, and never overwritten', async () => {
    rmSync(casesFile.fsPath);
    await vscode.commands.executeCommand('promptRollout.newCases', prompt);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), casesFile.toString());
    const text = readFileSync(casesFile.fsPath, 'utf8');
    assert.match(text, /^prompt: farewell\.prompt\.yml$[^]*^ {6}name: some name$/m);
    await eventually(() => assert.deepEqual(found(casesFile), []));
    await vscode.commands.executeCommand('promptRollout.newCases', prompt);
    assert.equal(readFileSync(casesFile.fsPath, 'utf8'), text);
  });

  it('take a selected text as a case, which can be undone', async () => {
    const editor = await vscode.window.showTextDocument(prompt);
    editor.selection = new vscode.Selection(0, 6, 0, 14);
    await vscode.commands.executeCommand('promptRollout.addCase');
    const added = vscode.window.activeTextEditor;
    assert.equal(added?.document.uri.toString(), casesFile.toString());
    assert.match(added.document.getText(), /policy\|rule" \}\n {2}- id: farewell\n {4}vars:\n {6}name: Farewell\n$/);
    assert.equal(added.document.isDirty, true);
    await vscode.commands.executeCommand('undo');
    assert.doesNotMatch(added.document.getText(), /id: farewell/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
