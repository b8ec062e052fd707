import { parsePrompt } from '../prompts/formats/index.js';
import { servedContent, type ServedContent } from '../prompts/servedContent.js';
import type { VersionId } from '../workspace/version.js';
import type { PromptState } from './state.js';
import type { Split } from './trafficBackend.js';

/**
 * The contents that go with a split, made from what the log has frozen.
 * @param read a frozen text by version
 */
export async function contentsFor(
  prompt: string,
  split: Split,
  paths: PromptState['paths'],
  read: (version: VersionId) => Promise<string>,
): Promise<ReadonlyMap<VersionId, ServedContent>> {
  const versions = [...new Set([split.baseline, ...(split.candidate ? [split.candidate.version] : [])])];
  const entries = versions.map(async (version): Promise<readonly [VersionId, ServedContent]> => {
    const document = parsePrompt(paths.get(version) ?? prompt, await read(version));
    return [version, servedContent(prompt, version, document)];
  });
  return new Map(await Promise.all(entries));
}
