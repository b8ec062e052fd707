import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The settings of a quiet host: nothing is reported, fetched, welcomed or asked that is not ours.
 * @param {boolean} trust whether the workspace counts as trusted; false leaves it untrusted, without a dialog
 * @returns {Record<string, unknown>} VS Code settings
 */
export const quietSettings = (trust) => ({
  'security.workspace.trust.enabled': !trust,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'window.autoDetectColorScheme': false,
  'git.openRepositoryInParentFolders': 'never',
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'json.schemaDownload.enable': false,
  // Dialogs in the page, where the keyboard, a screen reader and the tests reach them.
  'window.dialogStyle': 'custom',
});

/** Without what shares the extension host with us and starts processes there, so that a test of how long it is held tests us. */
export const aloneSettings = { 'git.enabled': false, 'remote.autoForwardPorts': false };

/**
 * Writes a settings.json.
 * @param {string} folder made when missing
 * @param {Record<string, unknown>} settings
 */
export async function writeSettings(folder, settings) {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}
