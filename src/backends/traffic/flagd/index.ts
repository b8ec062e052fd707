import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { HumanError } from '../../../prompts/humanError.js';
import { canonicalJson, isObject } from '../../../prompts/json.js';
import { wholeTraffic, type Served, type Split, type TrafficBackend } from '../../../rollout/trafficBackend.js';
import { withFileLock } from '../../../workspace/fileLock.js';
import { writeWhole } from '../../../workspace/writeWhole.js';
import { abbreviated } from './abbreviated.js';
import { flagDefinition, metadataPrefix } from './flagDefinition.js';
import { flagdAccepts } from './flagdAccepts.js';
import { locateFlagFile, readFlagFile } from './flagFile.js';
import { definitionIn, emptyFlagFile, parseFlagText, withFlag, type FlagText } from './flagText.js';
import { otherMetadata, readDefinition } from './readDefinition.js';

/**
 * The traffic backend of a flagd flag definition file: what applications with an OpenFeature SDK and flagd serve.
 * @param path the file, absolute; it is made when the first release is written
 * @param root the repository's folder; a link that leaves it is refused
 * @param label what people call it: `flagd file flags.flagd.json`
 */
export function flagdFile({ path, root, label }: { path: string; root: string; label: string }): TrafficBackend {
  /** What was read last: the same text is asked about for one flag after the other. */
  let last: FlagText | undefined;
  const open = async (): Promise<{ real: string; file: FlagText | undefined }> => {
    const real = await locateFlagFile(path, root, label);
    const text = await readFlagFile(real, label);
    if (text === undefined) return { real, file: undefined };
    if (last?.text !== text) last = parseFlagText(text, label);
    return { real, file: last };
  };
  return {
    label,
    capabilities: { percentages: true, segments: true, content: true, compareAndSet: true, audit: false },

    async read(flag) {
      const { file } = await open();
      return served(file && definitionIn(file, flag));
    },

    async apply(flag, release, expected, signal) {
      checkShares(release.split);
      const lock = `${await locateFlagFile(path, root, label)}.lock`;
      return withFileLock(lock, signal, async (stillOurs) => {
        const { real, file } = await open();
        const before = file && definitionIn(file, flag);
        if (revisionOf(before) !== expected) {
          throw new HumanError(
            'conflict',
            `The flag ${flag} in ${label} was changed by somebody else since it was read. Nothing was written; look at it again, then repeat.`,
          );
        }
        const definition = flagDefinition(release, otherMetadata(before));
        const text = withFlag(file ?? parseFlagText(emptyFlagFile, label), flag, definition);
        await flagdAccepts(text, flag, definition, release.split, label);
        await stillOurs();
        await writeWhole(real, text);
        const after = await open();
        const written = after.file && definitionIn(after.file, flag);
        if (revisionOf(written) !== revisionOf(definition)) {
          throw new HumanError(
            'unreachable',
            `${label} was written, but reads back with another ${flag}: somebody else writes it without taking ${lock}. Look at the file.`,
          );
        }
        return served(written);
      });
    },

    async preview(flag, release) {
      checkShares(release.split);
      const { file } = await open();
      const before = file && definitionIn(file, flag);
      const empty = parseFlagText(emptyFlagFile, label);
      const old = file && before !== undefined ? parseFlagText(withFlag(file, flag, forReading(before)), label) : file;
      const next = withFlag(old ?? empty, flag, forReading(flagDefinition(release, otherMetadata(before))));
      const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
      const name = basename(path);
      const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
      const diff =
        old?.text === next
          ? ''
          : createTwoFilesPatch(old ? name : '/dev/null', name, old?.text ?? '', next, undefined, undefined, options);
      const what = before === undefined ? `A new flag, ${flag},` : `The flag ${flag}`;
      return { summary: `${what} in ${label}; nothing else in the file changes.`, diff };
    },
  };
}

/** A flag as the preview shows it: long texts cut, and without the place in the log, which is only known once it is logged. */
function forReading(definition: unknown): object {
  const metadata = isObject(definition) && isObject(definition.metadata) ? definition.metadata : {};
  const places = ['rollout', 'seq', 'head'].map((key) => `${metadataPrefix}${key}`);
  const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !places.includes(key)));
  return abbreviated(isObject(definition) ? { ...definition, metadata: kept } : definition);
}

function served(definition: unknown): Served {
  const revision = revisionOf(definition);
  return definition === undefined ? { revision, contents: new Map() } : { revision, ...readDefinition(definition) };
}

function revisionOf(definition: unknown): string {
  if (definition === undefined) return 'absent';
  return createHash('sha256').update(canonicalJson(definition)).digest('hex');
}

/** flagd serves the default variant, silently, where a weight is no integer. */
function checkShares({ candidate }: Split): void {
  const shares = candidate ? [candidate.share, ...candidate.segments.map(({ share }) => share)] : [];
  const wrong = shares.find((share) => !Number.isInteger(share) || share < 0 || share > wholeTraffic);
  if (wrong !== undefined) {
    throw new HumanError(
      'refused',
      `A share of ${wrong} of ${wholeTraffic} cannot be written to a flagd file: it must be an integer. Nothing was written.`,
    );
  }
}
