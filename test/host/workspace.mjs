import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Makes the workspace that the tests in VS Code work on: a git repository with one prompt of two versions.
 * @returns {string} its folder, absolute, for the caller to remove
 */
export function makeWorkspace() {
  // Spaces and a letter outside ASCII, since a person's folders have them.
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'prompt rollout wörk-'));
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', ['-C', folder, ...identity, ...args]);
  git('init', '--quiet', '--initial-branch=main');
  mkdirSync(path.join(folder, 'prompts'));
  for (const [subject, text] of versions) {
    writeFileSync(path.join(folder, 'prompts/support-reply.prompt.yml'), prompt(text));
    git('add', '.');
    git('commit', '--quiet', '-m', subject);
  }
  return folder;
}

/**
 * A workspace that lists one folder, so that tests can add folders to it: one that is a folder would start anew with the second.
 * @param {string} folder a repository
 * @returns {string} a `.code-workspace` file, where neither the tests nor git look
 */
export function asWorkspaceFile(folder) {
  const file = path.join(folder, '.git/tests.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: folder }] }));
  return file;
}

const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgSign=false'];

const versions = [
  ['Answer support questions', 'Answer the question of the customer.'],
  ['Shorter and policy-aware', 'Answer in three sentences. Follow the refund policy.'],
];

const prompt = (/** @type {string} */ text) => `name: Support reply
model: gpt-4o-mini
messages:
  - role: system
    content: ${text}
  - role: user
    content: "{{question}}"
`;
