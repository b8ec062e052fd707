import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension.js';
import { eventually } from './eventually.js';
import { theExtension } from './scene.js';

const texts: Readonly<Record<string, string>> = {
  'thanks.prompt.yml': `messages:
  - role: user
    content: |
      Thank {{customer}} for {{order}}.
      {{
`,
  'thanks.prompt': `---
input: { schema: { customer: string } }
---
{{role "system"}}
Thank {{customer}}.
{{role "user"}}
{{>
`,
  '_sign-off.prompt': 'Yours, {{team}}.\n',
  '_parts.j2': "{% include '_sign-off.prompt' %} {{ team }} {{\n",
};

describe('prompts as they are written', () => {
  const folder = path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'prompts/written');
  const at = (name: string): vscode.Uri => vscode.Uri.file(path.join(folder, name));
  let api: TestApi;

  before(async () => {
    api = await theExtension();
    mkdirSync(folder);
    for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(folder, name), text);
    await api.projects.refresh();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true });
    await api.projects.refresh();
  });

  /** What is offered behind a text of a file, of our own kinds. */
  async function offered(name: string, text: string, trigger?: string): Promise<vscode.CompletionItem[]> {
    const document = await vscode.workspace.openTextDocument(at(name));
    const position = document.positionAt(document.getText().lastIndexOf(text) + text.length);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
      trigger,
    );
    const { Variable, File } = vscode.CompletionItemKind;
    return items.filter(({ kind }) => kind === Variable || kind === File);
  }

  it('complete their variables, with the braces that are missing', async () => {
    const found = await offered('thanks.prompt.yml', '{{', '{');
    assert.deepEqual(
      found.map(({ label, detail, insertText }) => [label, detail, insertText]),
      [
        ['customer', 'used once', 'customer}}'],
        ['order', 'used once', 'order}}'],
      ],
    );
  });

  it('complete the files that they can include', async () => {
    const found = await offered('thanks.prompt', '{{>', '>');
    assert.deepEqual(
      found.map(({ label, detail, insertText }) => [label, detail, insertText]),
      [['sign-off', '_sign-off.prompt', 'sign-off}}']],
    );
  });

  it('offer nothing outside of tags, nor in files that are no prompts', async () => {
    assert.deepEqual(await offered('thanks.prompt.yml', 'role:', ':'), []);
    const other = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '{{name}} {{' });
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      other.uri,
      new vscode.Position(0, 11),
      '{',
    );
    assert.ok(!items.some(({ kind }) => kind === vscode.CompletionItemKind.Variable));
  });

  it('have their variables coloured where they stand', async () => {
    const document = await vscode.workspace.openTextDocument(at('thanks.prompt.yml'));
    assert.equal(document.languageId, 'yaml');
    await eventually(async () => {
      const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
        'vscode.provideDocumentSemanticTokens',
        document.uri,
      );
      assert.deepEqual([...(tokens?.data ?? [])], [3, 14, 8, 0, 0, 0, 17, 5, 0, 0]);
    });
  });

  it('have the same help in their partials, which are no prompts', async () => {
    const files = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '_*'));
    assert.equal(files.length, 2);
    for (const uri of files) assert.equal(api.projects.handleOf(uri), undefined, uri.path);
    assert.deepEqual(
      (await offered('_parts.j2', ' {{', '{')).map(({ label }) => label),
      ['team'],
    );
    const document = await vscode.workspace.openTextDocument(at('_parts.j2'));
    const [definition] = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      new vscode.Position(0, 14),
    );
    assert.equal(definition?.targetUri.toString(), at('_sign-off.prompt').toString());
    await eventually(async () => {
      const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
        'vscode.provideDocumentSemanticTokens',
        document.uri,
      );
      assert.deepEqual([...(tokens?.data ?? [])], [0, 36, 4, 0, 0]);
    });
  });

  it('are judged anew when a file that they include changes, appears or goes', async () => {
    const prompt = at('letter.j2');
    const codes = (): unknown[] => vscode.languages.getDiagnostics(prompt).map(({ code }) => code);
    writeFileSync(prompt.fsPath, "Dear {{ name }}, {% include 'parts/_foot.j2' %}");
    await eventually(() => assert.ok(api.projects.handleOf(prompt)));
    await vscode.window.showTextDocument(prompt);
    await eventually(() => assert.deepEqual(codes(), ['missing-include']));
    mkdirSync(at('parts').fsPath);
    writeFileSync(at('parts/_foot.j2').fsPath, 'Yours');
    await eventually(() => assert.deepEqual(codes(), []));
    const foot = await vscode.workspace.openTextDocument(at('parts/_foot.j2'));
    const editor = await vscode.window.showTextDocument(foot, vscode.ViewColumn.Beside);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 5), " {% include 'letter.j2' %}"));
    await foot.save();
    await eventually(() => assert.deepEqual(codes(), ['include-cycle']));
    rmSync(at('parts').fsPath, { recursive: true });
    await eventually(() => assert.deepEqual(codes(), ['missing-include']));
  });

  it('fold their frontmatter and messages', async () => {
    const document = await vscode.workspace.openTextDocument(at('thanks.prompt'));
    assert.equal(document.languageId, 'dotprompt');
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [
        [0, 2],
        [3, 4],
        [5, 6],
      ],
    );
  });
});
