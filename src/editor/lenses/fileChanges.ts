import * as vscode from 'vscode';
import { messageOf } from '../../prompts/humanError.js';
import type { Comparisons } from '../comparisons.js';
import { debounced } from '../debounced.js';
import type { Disposable } from '../disposable.js';
import type { Marks } from '../marks/markedSince.js';
import type { Projects, PromptHandle } from '../projects.js';

/** What open prompts change since the version they are measured by, in a few words. */
export interface FileChanges extends Disposable {
  /** `wording · +12 tokens since v12`, as far as that is known; undefined where nothing differs. */
  of(handle: PromptHandle): string | undefined;
  readonly onDidChange: vscode.Event<void>;
}

export interface FileChangesParts {
  readonly projects: Projects;
  readonly comparisons: Comparisons;
  readonly log: vscode.LogOutputChannel;
  /** The lens measures by the same version as the marks do. */
  readonly marks: Marks;
}

/** How long nobody types before a prompt is compared anew, in milliseconds. */
const quiet = 400;

/** Compares prompts that were asked for, while they are open; what was known stays until it is known anew. */
export function fileChanges(parts: FileChangesParts): FileChanges {
  const { projects, log, marks } = parts;
  const changed = new vscode.EventEmitter<void>();
  const known = new Map<string, string | undefined>();
  const look = async (uri: string): Promise<boolean> => {
    const handle = projects.handleOf(vscode.Uri.parse(uri));
    const words = handle && (await wordsOf(parts, handle));
    const isNews = known.has(uri) && known.get(uri) !== words;
    if (isNews) known.set(uri, words);
    return isNews;
  };
  const again = debounced(quiet, async () => {
    for (const uri of known.keys()) {
      try {
        if (await look(uri)) changed.fire();
      } catch (error) {
        // What cannot be compared at this moment keeps the words it had.
        log.debug(`comparing ${uri}: ${messageOf(error)}`);
      }
    }
  });
  const isOf = ({ uri }: vscode.TextDocument): boolean => known.has(uri.toString());
  const disposables = vscode.Disposable.from(
    changed,
    again,
    projects.onDidChange(again),
    marks.onDidChoose(again),
    vscode.workspace.onDidSaveTextDocument(again),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isOf(document)) again();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => known.delete(uri.toString())),
  );
  return {
    of: ({ uri }) => {
      const key = uri.toString();
      if (!known.has(key)) {
        known.set(key, undefined);
        again();
      }
      return known.get(key);
    },
    onDidChange: changed.event,
    dispose: () => {
      disposables.dispose();
    },
  };
}

async function wordsOf(
  { projects, comparisons, marks }: FileChangesParts,
  handle: PromptHandle,
): Promise<string | undefined> {
  const version = await marks.since(handle);
  if (!version) return undefined;
  const [comparison, { shortClass }] = await Promise.all([
    comparisons.of(handle, version, { kind: 'file' }),
    import('../../prompts/comparison/comparisonWords.js'),
    projects.nameVersions(handle, [version.id]),
  ]);
  return comparison.class === 'none'
    ? undefined
    : `${shortClass(comparison)} since ${projects.versionName(handle, version.id)}`;
}
