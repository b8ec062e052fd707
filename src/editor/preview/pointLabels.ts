import { isCancelled } from '../commands/isCancelled.js';
import { fileLabel, pointLabel, type Point } from '../compare/point.js';
import type { PromptHandle } from '../projects.js';
import { ShownHistory } from '../versions/shownHistory.js';

/** What the points of a prompt's history are called while they are shown. Git is asked only when something happened. */
export class PointLabels {
  private history: ShownHistory | undefined;
  private isCurrent = false;
  private wasUnsaved = false;

  /** The history, or the files, may be other than they were. */
  outdate(): void {
    this.isCurrent = false;
  }

  /**
   * @param isUnsaved whether the file, or one that it includes, has changes that are not saved
   * @returns a label for each point, such as `draft` or `v12`; empty where there is no history
   */
  async of(
    handle: PromptHandle,
    points: readonly Point[],
    isUnsaved: boolean,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const { project, prompt } = handle;
    if (!project) return points.map(() => '');
    const history = this.history?.isOf(handle) ? this.history : new ShownHistory(project, prompt.path);
    if (history !== this.history || !this.isCurrent || isUnsaved !== this.wasUnsaved) {
      [this.history, this.isCurrent, this.wasUnsaved] = [history, true, isUnsaved];
      try {
        await history.refresh({ isDraft: true, shown: () => undefined }, signal);
      } catch (error) {
        this.outdate();
        // Why a history cannot be read is told where it is shown; here only what things are called is missing.
        if (isCancelled(error)) throw error;
      }
    }
    const { list, working } = history;
    return points.map((point) => {
      if (!list) return '';
      return point.kind === 'version' ? pointLabel(list, point) : fileLabel(list, working, isUnsaved);
    });
  }
}
