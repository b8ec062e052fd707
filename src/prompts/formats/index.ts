import type { FormatId, PromptDocument } from '../promptDocument.js';
import { chatJson } from './chatJson.js';
import { dotprompt } from './dotprompt.js';
import { plainFormats, unknownFormat } from './plain.js';
import type { PromptFormat } from './promptFormat.js';
import { prompty } from './prompty.js';
import { promptYml } from './promptYml.js';
import { vscodePrompt } from './vscodePrompt.js';
import { unreadDocument } from './unreadDocument.js';

/** All kinds of prompt files, in the order in which a file name is tried. */
export const formats: readonly PromptFormat[] = [
  promptYml,
  vscodePrompt,
  dotprompt,
  prompty,
  chatJson,
  ...plainFormats,
];

/** A path that reads back as this prompt in this format, for a content whose file is not known. */
export function typicalPath(prompt: string, format: FormatId): string {
  return `${prompt}${formats.find(({ id }) => id === format)?.suffixes[0] ?? ''}`;
}

const maxCharacters = 2_000_000;

/** The format of a file by its name's ending; plain text where no ending is known. */
export function formatOf(path: string): PromptFormat {
  const name = `/${path.toLowerCase()}`;
  return formats.find(({ suffixes }) => suffixes.some((suffix) => name.endsWith(suffix))) ?? unknownFormat;
}

/**
 * Understands a prompt file. Never throws: what is broken is in the document's diagnostics.
 * @param path only its ending counts
 * @param source the whole file
 */
export function parsePrompt(path: string, source: string): PromptDocument {
  const format = formatOf(path);
  if (source.length <= maxCharacters) return format.parse(source);
  const message = `This prompt is longer than ${maxCharacters.toLocaleString('en')} characters, so it was not read. Make it shorter.`;
  return unreadDocument(format.id, source, [
    { severity: 'error', code: 'too-large', message, range: { start: 0, end: 1 } },
  ]);
}
