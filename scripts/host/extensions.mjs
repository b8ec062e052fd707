import { listFiles, PackageManager } from '@vscode/vsce';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Installs extensions into a folder of their own.
 * @param {string[]} extensions each a `.vsix`, or a folder with package.json
 * @param {string} extensionsDir emptied first, as VS Code finds folders only in one it has not seen
 * @param {(vsix: string) => Promise<unknown>} installVsix
 */
export async function placeExtensions(extensions, extensionsDir, installVsix) {
  await rm(extensionsDir, { recursive: true, force: true });
  await mkdir(extensionsDir, { recursive: true });
  for (const extension of extensions) {
    if (extension.endsWith('.vsix')) await installVsix(path.resolve(extension));
    else await copyExtension(path.resolve(extension), extensionsDir);
  }
}

/**
 * Makes an extension's folder look installed: copies what its package would hold. VS Code finds it when it first starts on
 * that folder. (With links in place of copies VS Code would not know whose code it runs, or write into the project.)
 * @param {string} extension a folder with package.json
 * @param {string} extensionsDir VS Code's `--extensions-dir`
 */
async function copyExtension(extension, extensionsDir) {
  const { publisher, name, version } = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8'));
  const target = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  const files = await listFiles({ cwd: extension, packageManager: PackageManager.None });
  await Promise.all(files.map((file) => cp(path.join(extension, file), path.join(target, file))));
}
