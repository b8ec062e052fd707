import { parsePrompt } from '../prompts/formats/index.js';
import type { PromptText } from '../prompts/promptText.js';
import { servedContent, type ServedContent } from '../prompts/servedContent.js';
import type { VersionId } from '../workspace/version.js';
import type { PromptState } from './state.js';
import type { Split } from './trafficBackend.js';

/** The text of a version that the log keeps, and of what it includes. */
export type FrozenText = Omit<PromptText, 'path'>;

/**
 * The contents that go with a split, made from what the log has frozen.
 * @param read what is frozen, by version
 */
export async function contentsFor(
  prompt: string,
  split: Split,
  paths: PromptState['paths'],
  read: (version: VersionId) => Promise<FrozenText>,
): Promise<ReadonlyMap<VersionId, ServedContent>> {
  const versions = [...new Set([split.baseline, ...(split.candidate ? [split.candidate.version] : [])])];
  const entries = versions.map(async (version): Promise<readonly [VersionId, ServedContent]> => {
    const { text, includes } = await read(version);
    return [version, servedContent(prompt, version, parsePrompt(paths.get(version) ?? prompt, text), includes)];
  });
  return new Map(await Promise.all(entries));
}
