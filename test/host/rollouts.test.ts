import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PromptHandle } from '../../src/editor/projects.js';
import { rolloutsTree } from '../../src/editor/rollouts/rolloutsTree.js';
import { shortVersion } from '../../src/workspace/version.js';
import type { TestApi } from '../../src/extension.js';

const strategy = `prompt: support-reply.prompt.yml
unit: conversation_id
stages:
  - { name: canary, traffic: 5%, bake: 20s }
  - { name: full, traffic: 100%, bake: 20s }
`;

describe('rollouts', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const file = (name: string): string => path.join(folder, name);
  const git = (...args: string[]): string => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
  let api: TestApi;

  before(async () => {
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.org');
    const extension = vscode.extensions.getExtension<TestApi>('prompt-rollout.prompt-rollout');
    assert.ok(extension);
    api = await extension.activate();
    await api.projects.load();
  });

  const handle = (): PromptHandle => {
    const found = api.projects.handleOf(vscode.Uri.file(file('prompts/support-reply.prompt.yml')));
    assert.ok(found, 'the prompt is found');
    return found;
  };
  const rows = () => {
    const shown = api.projects.handles.map((own) => ({
      handle: own,
      seen: api.projects.seen(own),
      isDraft: api.projects.isDraft(own),
      nameOf: shortVersion,
    }));
    return rolloutsTree(shown, 'protect');
  };
  const row = (): string =>
    rows()
      .map(({ label, description }) => `${label} | ${description}`)
      .join('\n');
  const run = (name: string, ...args: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(`promptRollout.${name}`, ...args);

  it('registers every command that it declares', async () => {
    const known = await vscode.commands.getCommands(true);
    const manifest = vscode.extensions.getExtension('prompt-rollout.prompt-rollout')?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    for (const { command } of manifest.contributes.commands) assert.ok(known.includes(command), command);
  });

  it('shows the prompts of the folder', () => {
    assert.equal(row(), 'support-reply | unreleased');
  });

  it('notices a draft, and a strategy that is new', async () => {
    const prompt = file('prompts/support-reply.prompt.yml');
    const committed = readFileSync(prompt, 'utf8');
    writeFileSync(prompt, `${committed}# a draft\n`);
    await changed(() => row() === 'support-reply | unreleased · draft');
    writeFileSync(prompt, committed);
    writeFileSync(file('prompts/support-reply.rollout.yaml'), strategy);
    await changed(() => row() === 'support-reply | unreleased' && handle().prompt.strategy !== undefined);
    assert.deepEqual(rows()[0]?.can, ['start', 'adopt']);
  });

  it('does nothing that was not confirmed', async () => {
    const asked = answer(false);
    await run('start', handle().uri);
    assert.equal(asked.length, 1);
    assert.match(asked[0] ?? '', /^Start the rollout of support-reply at canary \(5 %\)\?/);
    assert.match(asked[0] ?? '', /flagd file flags\.flagd\.json/);
    assert.equal(existsSync(file('flags.flagd.json')), false);
    assert.equal(git('for-each-ref', 'refs/heads/prompt-rollout'), '');
  });

  it('starts at 5 %, and writes the flag file', async () => {
    answer(true);
    await run('start', handle().uri);
    assert.match(row(), /^support-reply \| canary 5 % · [0-9a-f]{7} → [0-9a-f]{7}$/);
    assert.match(readFileSync(file('flags.flagd.json'), 'utf8'), /fractional/);
    assert.deepEqual(
      api.projects.logs[0]?.log.events.map(({ event }) => event.event),
      ['adopt', 'confirm', 'start', 'confirm'],
    );
  });

  it('pauses, and resumes with a reason', async () => {
    await run('pause', { handle: handle() });
    assert.match(row(), /paused · canary 5 %/);
    Object.assign(api.dialogs, { text: () => Promise.resolve('looked at it') });
    await run('resume', { handle: handle() });
    assert.match(row(), /\| canary 5 %/);
  });

  it('sees what somebody else does to the flag file', async () => {
    writeFileSync(file('flags.flagd.json'), '{ "flags": {} }\n');
    await changed(() => /held \(drift\)/.test(row()));
    assert.deepEqual(rows()[0]?.children[0]?.can, ['reapply', 'takeover', 'resume']);
    await run('reapply', { handle: handle() });
    assert.match(row(), /\| canary 5 %/);
    assert.match(readFileSync(file('flags.flagd.json'), 'utf8'), /fractional/);
  });

  it('aborts', async () => {
    const asked = answer(true);
    await run('abort', { handle: handle() });
    assert.match(asked[0] ?? '', /^Abort the rollout of support-reply\?/);
    assert.match(row(), /^support-reply \| released [0-9a-f]{7}$/);
    assert.match(rows()[0]?.children[0]?.label ?? '', /rolled back \(person\)/);
  });

  it('starts again from the palette, with a chosen candidate and a reason', async () => {
    await vscode.window.showTextDocument(handle().uri);
    const offered: string[] = [];
    Object.assign(api.dialogs, {
      pick: (_question: unknown, choices: readonly { label: string; description: string; value: string }[]) => {
        offered.push(...choices.map(({ description }) => description));
        return Promise.resolve(choices[0]?.value);
      },
      text: () => Promise.resolve('the cause was ours'),
    });
    const asked = answer(true);
    await run('start');
    assert.deepEqual(offered, ['Shorter and policy-aware', 'Answer support questions']);
    assert.match(asked[0] ?? '', /Version: v1 \([0-9a-f]{7}\) → v2 \([0-9a-f]{7}\)\n/);
    assert.match(asked[0] ?? '', /Reason: the cause was ours/);
    assert.match(row(), /\| canary 5 %/);
    await run('abort', { handle: handle() });
  });

  it('never acts on another prompt than the one meant', async () => {
    const before = git('rev-parse', 'prompt-rollout/production');
    const asked = answer(true);
    await run('start', vscode.Uri.file(file('prompts/gone.prompt.yml')));
    // As VS Code calls for a row that is being told anew: the active prompt is not what was meant.
    await vscode.window.showTextDocument(vscode.Uri.file(file('prompts/support-reply.prompt.yml')));
    await run('start', undefined, undefined);
    await run('compareVersions', undefined, [undefined, undefined]);
    assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputText);
    assert.deepEqual([asked, git('rev-parse', 'prompt-rollout/production')], [[], before]);
  });

  /** Answers every modal from now on, and collects what they say. */
  function answer(yes: boolean): string[] {
    const asked: string[] = [];
    Object.assign(api.dialogs, {
      confirm: ({ message, detail }: { message: string; detail: string }) => {
        asked.push(`${message}\n${detail}`);
        return Promise.resolve(yes);
      },
    });
    return asked;
  }

  async function changed(is: () => boolean): Promise<void> {
    const end = Date.now() + 15_000;
    while (!is()) {
      if (Date.now() > end) throw new Error(`still: ${row()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});
