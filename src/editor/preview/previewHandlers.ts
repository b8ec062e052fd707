import type { PreviewCommand } from '../commands/commandNames.js';
import type { Handler } from '../commands/registerCommands.js';
import type { PreviewParts } from './previewParts.js';

/** What the commands on previews do. Their code is loaded when one of them is called. */
export function previewHandlers(parts: PreviewParts): Readonly<Record<PreviewCommand, Handler>> {
  return {
    openPreview: async (argument) => (await import('./openPreview.js')).openPreview(parts, argument),
    previewVersions: async (argument, selected) =>
      (await import('./previewVersions.js')).previewVersions(parts, argument, selected),
  };
}
