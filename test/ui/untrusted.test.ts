import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeWorkspace } from '../host/workspace.mjs';
import { projectRoot } from '../../scripts/host/paths.mjs';
import { eventually } from './eventually.js';
import { shownPage } from './pages.js';
import { openFile } from './quickInput.js';
import { openView, waitForRows } from './views.js';
import { openWorkbench, pictures, type Workbench } from './workbench.js';

/** Another extension, which calls all our commands, hidden ones too. */
const caller = `const vscode = require('vscode');
const fs = require('node:fs');
exports.activate = async () => {
  const ours = vscode.extensions.getExtension('prompt-rollout.prompt-rollout');
  const { workspaceFolders: [folder] } = vscode.workspace;
  const prompt = vscode.Uri.joinPath(folder.uri, 'prompts/support-reply.prompt.yml');
  const called = [];
  while (!fs.existsSync(process.env.TEST_CALLED + '.go')) await new Promise((resolve) => setTimeout(resolve, 100));
  for (const { command } of ours.packageJSON.contributes.commands) {
    for (const argument of [prompt, undefined]) {
      if (argument === undefined && command.endsWith('chooseEnvironment')) continue;
      const patience = new Promise((resolve) => setTimeout(resolve, 500));
      await Promise.race([vscode.commands.executeCommand(command, argument), patience]).catch((error) => called.push(String(error)));
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    }
    called.push(command);
  }
  fs.writeFileSync(process.env.TEST_CALLED, JSON.stringify({ called, isTrusted: vscode.workspace.isTrusted }));
};
`;

describe('a hostile repository in a workspace that is not trusted', () => {
  const temporary = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'untrusted-'));
  const at = (...names: string[]): string => path.join(temporary, ...names);
  let folder: string;
  let workbench: Workbench;

  before(async () => {
    folder = makeWorkspace();
    const script = (name: string, text: string): string => {
      writeFileSync(at(name), `#!/bin/sh\n${text}\n`);
      chmodSync(at(name), 0o755);
      return at(name);
    };
    const ran = script('ran', `echo "$0 $*" >> "${at('processes')}"; cat`);
    writeFileSync(path.join(folder, '.gitattributes'), '* filter=evil diff=evil\n');
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'filter.evil.clean',
      'filter.evil.smudge',
      'diff.evil.textconv',
      'diff.external',
      'gpg.program',
    ])
      execFileSync('git', ['-C', folder, 'config', key, ran]);
    mkdirSync(at('bin'));
    script('bin/git', `echo "git $*" >> "${at('processes')}"; exit 1`);
    mkdirSync(at('caller'));
    writeFileSync(at('caller', 'extension.js'), caller);
    writeFileSync(
      at('caller', 'package.json'),
      JSON.stringify({
        name: 'caller',
        publisher: 'test',
        version: '1.0.0',
        engines: { vscode: '^1.101.0' },
        main: './extension.js',
        activationEvents: ['onStartupFinished'],
        capabilities: { untrustedWorkspaces: { supported: true } },
      }),
    );
    const env = { PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`, TEST_CALLED: at('called') };
    const extensions = [process.env['TEST_EXTENSION'] ?? projectRoot, at('caller')];
    workbench = await openWorkbench({ workspace: folder, trust: false, extensions, env });
  });

  after(async () => {
    await workbench.close();
    for (const made of [folder, temporary]) rmSync(made, { recursive: true, force: true });
  });

  it('is read, and runs nothing, whatever is called', async () => {
    const { page } = workbench;
    const before = readdirSync(folder, { recursive: true }).sort();
    await openView(page, 'Prompt Rollout', 'Rollouts');
    await waitForRows(page, 'Rollouts', (rows) => rows.some(({ label }) => label === 'support-reply'));
    await openFile(page, 'prompts/support-reply.prompt.yml');
    await pictures(workbench, 'untrusted');
    writeFileSync(at('called.go'), '');
    await eventually('the calls', () => Promise.resolve(existsSync(at('called'))), Boolean, 90_000);
    const { called, isTrusted } = JSON.parse(readFileSync(at('called'), 'utf8')) as {
      called: string[];
      isTrusted: boolean;
    };
    assert.equal(isTrusted, false);
    const preview = await shownPage(page, 'support-reply');
    assert.match(await preview.locator('main').innerText(), /Not given: question/);
    assert.deepEqual(
      called.filter((name) => !name.startsWith('promptRollout.')),
      [],
    );
    assert.ok(called.length > 20);
    assert.equal(existsSync(at('processes')) ? readFileSync(at('processes'), 'utf8') : '', '');
    assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
  });
});
