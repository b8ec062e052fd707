import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension.js';
import { eventually } from './eventually.js';
import { promptText, theExtension } from './scene.js';

const strategy = `prompt: forecast.prompt.yml
unit: conversation_id
metrics:
  errors: { is: rate, bad: error, margin: 1pp, expect: 4% }
stages:
  - { name: canary, traffic: 5%, needs: proof }
  - { name: full, traffic: 100%, bake: 1d }
`;

describe('the forecast in a strategy file', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const at = (name: string): vscode.Uri => vscode.Uri.file(path.join(folder, name));
  const prompt = at('prompts/forecast.prompt.yml');
  const file = at('prompts/forecast.rollout.yaml');
  const telemetry = at('telemetry/forecast.jsonl');
  let api: TestApi;

  before(async () => {
    api = await theExtension();
    const lines = Array.from({ length: 49 }, (_, index) => {
      const time = new Date(Date.now() - index * 60_000).toISOString();
      return JSON.stringify({ time, prompt: 'prompts/forecast', unit: `c${index}` });
    });
    mkdirSync(path.dirname(telemetry.fsPath), { recursive: true });
    writeFileSync(telemetry.fsPath, `${lines.join('\n')}\n`);
    writeFileSync(prompt.fsPath, promptText('Be brief.'));
    writeFileSync(file.fsPath, strategy);
    await api.projects.refresh();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const { fsPath } of [prompt, file, telemetry]) rmSync(fsPath, { force: true });
    await api.projects.refresh();
  });

  const warnings = (): string[] =>
    vscode.languages.getDiagnostics(file).flatMap(({ code, message }) => (code === 'never-decided' ? [message] : []));
  const titles = async (): Promise<string[]> =>
    (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file)).flatMap(
      ({ command, range }) => (command ? [`${range.start.line + 1}: ${command.title}`] : []),
    );

  it('counts the traffic, warns at what will not come in time, and says above the stage what it takes', async () => {
    assert.deepEqual(warnings(), []);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await eventually(() => assert.match(warnings().join(), /needs 76,000 conversations; you see 1,400 a day/), 15_000);
    const [warning] = vscode.languages.getDiagnostics(file);
    assert.ok(warning);
    assert.equal(document.getText(warning.range), 'proof');
    assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning);
    const wanted = '6: proof takes ~3,800 conversations, 52 days at 5 % of 1,400 a day';
    assert.ok((await titles()).includes(wanted), (await titles()).join('\n'));
  });

  it('follows what is typed', async () => {
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await vscode.window.showTextDocument(document);
    const margin = document.getText().indexOf('1pp');
    const range = new vscode.Range(document.positionAt(margin), document.positionAt(margin + 3));
    await editor.edit((edit) => edit.replace(range, '9pp'));
    await eventually(() => assert.deepEqual(warnings(), []));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
