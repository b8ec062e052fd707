import * as vscode from 'vscode';
import type { ReadCases } from '../../evaluation/cases/readCases.js';
import { messageOf } from '../../prompts/humanError.js';
import { debounced } from '../debounced.js';
import type { Disposable } from '../disposable.js';
import { evaluationPlace } from '../evaluation/evaluationPlace.js';
import type { EvaluationsParts } from '../evaluation/evaluations.js';
import type { PromptHandle } from '../projects.js';
import { promptTextAt, relativeTo, rootOf } from '../promptTextAt.js';

/** The cases of the prompts that somebody asked about, kept up to date from then on. */
export interface KnownCases extends Disposable {
  /** Of a prompt whose cases were read. */
  readonly onDidChange: vscode.Event<PromptHandle>;
  /** As they were read last; undefined until they are, which begins now. */
  of(handle: PromptHandle): ReadCases | undefined;
  /** As they are now. @throws HumanError where the prompt cannot be read */
  read(handle: PromptHandle): Promise<ReadCases>;
  /** The prompts that a file concerns, as far as their cases are known: its own, or those that have cases in it. */
  concernedBy(file: vscode.Uri): readonly PromptHandle[];
}

/** How long nobody types before cases are read anew, in milliseconds. */
const quiet = 400;

export function knownCases(parts: EvaluationsParts): KnownCases {
  return new Cases(parts);
}

interface Known {
  /** As it was when they were read. */
  readonly handle: PromptHandle;
  readonly read?: ReadCases;
}

class Cases implements KnownCases {
  private readonly changed = new vscode.EventEmitter<PromptHandle>();
  readonly onDidChange = this.changed.event;
  private readonly known = new Map<string, Known>();
  private readonly outdated = new Set<string>();
  /** The reading that counts: of two at once the later one. */
  private readonly readings = new Map<string, symbol>();
  private readonly again = debounced(quiet, () => this.readAgain());
  private readonly stop = new AbortController();
  private readonly disposables: Disposable[];

  constructor(private readonly parts: EvaluationsParts) {
    this.disposables = [
      this.changed,
      this.again,
      parts.projects.onDidChange(() => this.follow()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.outdate(document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.outdate(uri)),
    ];
  }

  of(handle: PromptHandle): ReadCases | undefined {
    const key = handle.uri.toString();
    if (!this.known.has(key)) {
      this.know(key, { handle });
      this.soon(key);
    }
    return this.known.get(key)?.read;
  }

  async read(handle: PromptHandle): Promise<ReadCases> {
    const key = handle.uri.toString();
    const reading = Symbol(key);
    this.readings.set(key, reading);
    this.outdated.delete(key);
    const { work, token } = this.parts;
    const { signal } = this.stop;
    const [{ readCasesOf }, place, text] = await Promise.all([
      import('../../project/evaluate.js'),
      evaluationPlace(handle, { work, token }, signal),
      promptTextAt(handle, { kind: 'file' }),
    ]);
    const read = await readCasesOf(place, handle.prompt.strategy, text, signal);
    if (this.readings.get(key) === reading) {
      this.know(key, { handle, read });
      this.changed.fire(handle);
    }
    return read;
  }

  concernedBy(file: vscode.Uri): readonly PromptHandle[] {
    const isTold = ({ handle, read }: Known): boolean =>
      handle.uri.toString() === file.toString() ||
      (read !== undefined && Object.hasOwn(read.digests, relativeTo(rootOf(handle), file.fsPath)));
    return [...this.known.values()].filter(isTold).map(({ handle }) => handle);
  }

  dispose(): void {
    this.stop.abort();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private know(key: string, known: Known): void {
    if (this.known.size === 0) this.watch();
    this.known.set(key, known);
  }

  /** Nothing is watched before somebody asks. */
  private watch(): void {
    const watcher = vscode.workspace.createFileSystemWatcher('**');
    const outdateAll = ({ path }: vscode.Uri): void => {
      if (/\.(ya?ml|json|jsonl|csv)$/.test(path)) for (const key of this.known.keys()) this.soon(key);
    };
    this.disposables.push(
      watcher,
      watcher.onDidChange((uri) => this.outdate(uri)),
      watcher.onDidCreate(outdateAll),
      watcher.onDidDelete(outdateAll),
    );
  }

  private outdate(file: vscode.Uri): void {
    if (file.scheme !== 'file') return;
    for (const { uri } of this.concernedBy(file)) this.soon(uri.toString());
  }

  /** A strategy may name other cases now, and a prompt may be gone. */
  private follow(): void {
    for (const [key, { handle }] of this.known) {
      const now = this.parts.projects.handleOf(handle.uri);
      if (!now) this.known.delete(key);
      else if (now.prompt.strategy?.text !== handle.prompt.strategy?.text) this.soon(key);
    }
  }

  private soon(key: string): void {
    this.outdated.add(key);
    this.again();
  }

  private async readAgain(): Promise<void> {
    for (const key of [...this.outdated]) {
      this.outdated.delete(key);
      const handle = this.parts.projects.handleOf(vscode.Uri.parse(key));
      if (!handle) continue;
      try {
        await this.read(handle);
      } catch (error) {
        // What cannot be read at this moment stays as it was.
        if (!this.stop.signal.aborted) this.parts.log.debug(`cases of ${handle.prompt.name}: ${messageOf(error)}`);
      }
    }
  }
}
