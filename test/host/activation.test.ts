import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('finds the extension and activates it', async () => {
    const extension = vscode.extensions.getExtension('prompt-rollout.prompt-rollout');
    assert.ok(extension, 'the extension is present');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
