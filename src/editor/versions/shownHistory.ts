import type { Comparison } from '../../prompts/comparison/comparison.js';
import type { Project } from '../../project/project.js';
import type { Version, VersionId } from '../../workspace/version.js';
import { pointOf } from '../compare/point.js';
import type { Comparisons } from '../comparisons.js';
import type { PromptHandle } from '../projects.js';
import { changeKey } from './versionRows.js';
import { pageSize, readAll, readNewest, type VersionList } from './versionList.js';

/** What the Versions view knows of one prompt: the newest versions at once, then all of them, and what the file holds. */
export class ShownHistory {
  list: VersionList | undefined;
  working: VersionId | undefined;
  limit = pageSize;
  /** What each version changed, by `changeKey`, as far as they were compared. */
  readonly changes = new Map<string, Comparison>();
  /** What the draft changes since the newest version. */
  draftChange: Comparison | undefined;
  /** Why it could not be read. */
  problem: string | undefined;

  constructor(
    private readonly project: Project,
    private readonly path: string,
  ) {}

  isOf({ project, prompt }: PromptHandle): boolean {
    return project?.repository.root === this.project.repository.root && prompt.path === this.path;
  }

  /**
   * Reads what has changed since the last time.
   * @param isDraft whether the file differs from the committed one
   * @param shown called when there is something new to show
   */
  async refresh(
    { isDraft, shown }: { readonly isDraft: boolean; readonly shown: () => void },
    signal: AbortSignal,
  ): Promise<void> {
    const { repository } = this.project;
    const { readHead } = await import('../../workspace/head.js');
    const { head } = await readHead(repository.git, signal);
    this.working = isDraft ? await this.readWorking(signal) : undefined;
    this.problem = undefined;
    if (this.list?.complete && this.list.head === head) return;
    // On the first page rows come without ordinals, which are filled in when all of it is read.
    if (!this.list || this.list.head !== head) {
      this.list = await readNewest(this.project, this.path, signal);
      shown();
    }
    if (!this.list.complete) this.list = await readAll(this.project, this.path, signal);
  }

  /**
   * Compares what is shown: each version with the one before it, and a draft with the newest.
   * @param told called when there is something new to show
   */
  async compare(handle: PromptHandle, comparisons: Comparisons, told: () => void, signal: AbortSignal): Promise<void> {
    const versions = this.list?.versions.slice(0, this.limit + 1) ?? [];
    const [newest] = versions;
    this.draftChange =
      this.working !== undefined && newest
        ? await comparisons.of(handle, pointOf(newest), { kind: 'file' }, signal).catch(() => undefined)
        : undefined;
    if (this.draftChange) told();
    const known = (version: Version): boolean => this.changes.has(changeKey(version));
    if (versions.slice(0, -1).every(known)) return;
    await comparisons.neighbours(
      handle,
      versions,
      (version, comparison) => {
        this.changes.set(changeKey(version), comparison);
        told();
      },
      signal,
    );
  }

  private async readWorking(signal: AbortSignal): Promise<VersionId | undefined> {
    const { workingVersion } = await import('../../workspace/draft.js');
    return workingVersion(this.project.repository, this.path, signal);
  }

  async showMore(): Promise<void> {
    this.limit += pageSize;
    if (this.list?.complete === false) this.list = await readAll(this.project, this.path);
  }
}
