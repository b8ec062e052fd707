const vscode = require('vscode');

/**
 * Shows the prompt, the views beside it, and what to click; once, so that a later start looks as it was left.
 * @param {vscode.ExtensionContext} context
 */
exports.activate = async (context) => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder || context.workspaceState.get('shown')) return;
  const file = (/** @type {string} */ path) => vscode.Uri.joinPath(folder.uri, path);
  await vscode.commands.executeCommand('workbench.view.extension.promptRollout');
  await vscode.window.showTextDocument(file('prompts/support-reply.prompt.yml'), { preview: false });
  await vscode.commands.executeCommand('markdown.showPreviewToSide', file('README.md'));
  await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
  await context.workspaceState.update('shown', true);
};
