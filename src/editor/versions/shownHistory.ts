import type { Project } from '../../project/project.js';
import type { VersionId } from '../../workspace/version.js';
import type { PromptHandle } from '../projects.js';
import { pageSize, readAll, readNewest, type VersionList } from './versionList.js';

/** What the Versions view knows of one prompt: the newest versions at once, then all of them, and what the file holds. */
export class ShownHistory {
  list: VersionList | undefined;
  working: VersionId | undefined;
  limit = pageSize;
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

  private async readWorking(signal: AbortSignal): Promise<VersionId | undefined> {
    const { workingVersion } = await import('../../workspace/draft.js');
    return workingVersion(this.project.repository, this.path, signal);
  }

  async showMore(): Promise<void> {
    this.limit += pageSize;
    if (this.list?.complete === false) this.list = await readAll(this.project, this.path);
  }
}
