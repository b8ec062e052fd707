import type { Comparison } from '../prompts/comparison/comparison.js';
import type { RenderedChange } from '../prompts/comparison/compareRendered.js';
import { HumanError } from '../prompts/humanError.js';
import type { PromptText } from '../prompts/promptText.js';
import type { PromptWork } from '../prompts/work/promptWork.js';
import type { Version, VersionAt } from '../workspace/version.js';
import type { Point } from './compare/point.js';
import type { PromptHandle } from './projects.js';
import { promptTextAt } from './promptTextAt.js';

/** Comparisons by meaning: those of two versions are made once, since neither changes. */
export interface Comparisons {
  /** @throws HumanError where a side cannot be read, or comparing takes too long */
  of(handle: PromptHandle, before: Point, after: Point, signal?: AbortSignal): Promise<Comparison>;
  /** What both sides make of their samples. @throws HumanError as `of` */
  rendered(handle: PromptHandle, before: Point, after: Point): Promise<readonly RenderedChange[]>;
  /**
   * Compares each version with the one before it, newest first; those that cannot be compared are left out.
   * @param versions neighbours in the history, newest first
   * @param tell is told of each
   */
  neighbours(
    handle: PromptHandle,
    versions: readonly Version[],
    tell: (version: Version, comparison: Comparison) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** How many are kept. */
const maxKept = 500;
const maxTexts = 20;

export function comparisons(work: PromptWork): Comparisons {
  return new KnownComparisons(work);
}

class KnownComparisons implements Comparisons {
  private readonly known = new Map<string, Promise<Comparison>>();

  private readonly texts = new Map<string, Promise<PromptText>>();

  constructor(private readonly work: PromptWork) {}

  async of(handle: PromptHandle, before: Point, after: Point, signal?: AbortSignal): Promise<Comparison> {
    const make = async (): Promise<Comparison> => this.compare(await this.textsOf(handle, before, after, signal));
    return before.kind === 'version' && after.kind === 'version' ? this.once(handle, before, after, make) : make();
  }

  async rendered(handle: PromptHandle, before: Point, after: Point): Promise<readonly RenderedChange[]> {
    return this.work.run('compareRendered', await this.textsOf(handle, before, after));
  }

  async neighbours(
    handle: PromptHandle,
    versions: readonly Version[],
    tell: (version: Version, comparison: Comparison) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { project } = handle;
    if (!project) return;
    const { readVersions } = await import('../workspace/versionContent.js');
    let newer: { readonly version: Version; readonly text: PromptText | undefined } | undefined;
    let index = 0;
    for await (const text of readVersions(project.repository, versions, signal)) {
      const version = versions[index];
      index += 1;
      if (!version) return;
      const [before, after] = [text, newer?.text];
      if (newer && before && after) {
        const made = this.once(handle, version, newer.version, () => this.compare({ before, after }));
        const comparison = await made.catch(unlessHuman);
        if (signal.aborted) return;
        if (comparison) tell(newer.version, comparison);
      }
      newer = { version, text };
    }
  }

  private compare(texts: { readonly before: PromptText; readonly after: PromptText }): Promise<Comparison> {
    return this.work.run('compare', texts);
  }

  private once(
    handle: PromptHandle,
    before: VersionAt,
    after: VersionAt,
    make: () => Promise<Comparison>,
  ): Promise<Comparison> {
    const root = handle.project?.repository.root;
    return remembered(this.known, maxKept, [root, before.path, before.id, after.path, after.id], make);
  }

  private async textsOf(handle: PromptHandle, left: Point, right: Point, signal?: AbortSignal) {
    const read = (point: Point): Promise<PromptText> => {
      if (point.kind === 'file') return promptTextAt(handle, point, signal);
      const key = [handle.project?.repository.root, point.path, point.id];
      return remembered(this.texts, maxTexts, key, () => promptTextAt(handle, point, signal));
    };
    const [before, after] = await Promise.all([read(left), read(right)]);
    return { before, after };
  }
}

/** What was made last, by its key. What failed is made anew when it is asked for again. */
function remembered<T>(
  known: Map<string, Promise<T>>,
  most: number,
  keys: readonly unknown[],
  make: () => Promise<T>,
): Promise<T> {
  const key = JSON.stringify(keys);
  const found = known.get(key) ?? make();
  known.delete(key);
  known.set(key, found);
  found.catch(() => known.get(key) === found && known.delete(key));
  for (const [oldest] of known) {
    if (known.size <= most) break;
    known.delete(oldest);
  }
  return found;
}

/** A prompt that was refused has no comparison; anything else is a defect of ours. */
function unlessHuman(error: unknown): undefined {
  if (!(error instanceof HumanError)) throw error;
}
