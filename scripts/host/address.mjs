import { URLSearchParams } from 'node:url';

/**
 * The address that shows a folder in a served VS Code. (Its own default folder would get another authority than its files.)
 * @param {number} port
 * @param {string} folder absolute; a `.code-workspace` file stands for the folders that it lists
 * @returns {string}
 */
export function folderUrl(port, folder) {
  const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ [kind]: folder })}`;
}

/**
 * The address for automation, on a server started with `automation`: a folder, an extension under development, its tests.
 * @param {number} port
 * @param {{ folder: string, extension: string, tests: string }} what absolute paths
 * @returns {string}
 */
export function automationUrl(port, { folder, extension, tests }) {
  const remote = (/** @type {string} */ file) => `vscode-remote://127.0.0.1:${port}${encodeURI(file)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(tests)],
  ];
  return `${folderUrl(port, folder)}&${new URLSearchParams({ payload: JSON.stringify(payload) })}`;
}
