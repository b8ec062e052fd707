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
  const prompt = file('prompts/support-reply.prompt.yml');
  await vscode.window.showTextDocument(prompt, { preview: false });
  const beside = { viewColumn: vscode.ViewColumn.Two, preserveFocus: true };
  await vscode.commands.executeCommand('vscode.openWith', file('README.md'), 'vscode.markdown.preview.editor', beside);
  await vscode.window.showTextDocument(prompt, { preview: false, viewColumn: vscode.ViewColumn.One });
  await context.workspaceState.update('shown', true);
};
