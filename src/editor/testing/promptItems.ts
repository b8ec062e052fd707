import * as vscode from 'vscode';
import type { Case } from '../../evaluation/cases/case.js';
import type { ReadCases } from '../../evaluation/cases/readCases.js';
import type { KnownCases } from '../cases/knownCases.js';
import type { Disposable } from '../disposable.js';
import { inSlices } from '../inSlices.js';
import type { Projects, PromptHandle } from '../projects.js';
import { promptNodeId } from '../rollouts/rolloutNode.js';
import { caseItems, together } from './caseItems.js';

/** A case as the Test Explorer has it. */
export interface ListedCase {
  readonly handle: PromptHandle;
  readonly case: Case;
}

/** The prompts and their cases as items of the Test Explorer; their ids are the same from session to session. */
export interface PromptItems extends Disposable {
  readonly prompts: readonly vscode.TestItem[];
  promptItem(handle: PromptHandle): vscode.TestItem | undefined;
  handleOf(prompt: vscode.TestItem): PromptHandle | undefined;
  /** The item of a case by the case's id. */
  caseItem(prompt: vscode.TestItem, id: string): vscode.TestItem | undefined;
  /** The case of an item by the item's id. */
  caseOf(id: string): ListedCase | undefined;
  /** Finds the prompts, where nobody has looked for them yet. */
  load(): Promise<void>;
  /** Lists the cases of a prompt as they are now. @throws HumanError where the prompt cannot be read */
  list(prompt: vscode.TestItem): Promise<void>;
}

export function promptItems(controller: vscode.TestController, projects: Projects, cases: KnownCases): PromptItems {
  return new Items(controller, projects, cases);
}

interface Listed {
  readonly read: ReadCases;
  readonly cases: ReadonlyMap<string, ListedCase>;
  /** Settles when they are listed. */
  readonly listing: Promise<void>;
}

class Items implements PromptItems {
  /** What is listed, or about to be, by the id of the prompt's item. */
  private readonly listed = new Map<string, Listed>();
  private readonly disposables: vscode.Disposable;

  constructor(
    private readonly controller: vscode.TestController,
    private readonly projects: Projects,
    private readonly cases: KnownCases,
  ) {
    this.disposables = vscode.Disposable.from(
      projects.onDidChange(() => this.showPrompts()),
      // Cases that somebody else asked for are listed as well.
      cases.onDidChange((handle) => void this.show(handle)),
    );
  }

  get prompts(): readonly vscode.TestItem[] {
    return [...this.controller.items].map(([, item]) => item);
  }

  promptItem(handle: PromptHandle): vscode.TestItem | undefined {
    return this.controller.items.get(promptNodeId(handle));
  }

  handleOf({ uri }: vscode.TestItem): PromptHandle | undefined {
    return uri && this.projects.handleOf(uri);
  }

  caseItem(prompt: vscode.TestItem, id: string): vscode.TestItem | undefined {
    return prompt.children.get(caseItemId(prompt.id, id));
  }

  caseOf(id: string): ListedCase | undefined {
    for (const { cases } of this.listed.values()) {
      const found = cases.get(id);
      if (found) return found;
    }
    return undefined;
  }

  async load(): Promise<void> {
    await this.projects.load();
    this.showPrompts();
  }

  async list(prompt: vscode.TestItem): Promise<void> {
    const handle = this.handleOf(prompt);
    if (!handle) return;
    prompt.busy = true;
    try {
      await this.cases.read(handle);
      await this.show(handle);
    } finally {
      prompt.busy = false;
    }
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private showPrompts(): void {
    const { items } = this.controller;
    const handles = this.projects.handles.filter(({ gone }) => !gone);
    const wanted = new Map(handles.map((handle) => [promptNodeId(handle), handle]));
    for (const [id, { uri }] of items)
      if (wanted.get(id)?.uri.toString() !== uri?.toString()) {
        items.delete(id);
        this.listed.delete(id);
      }
    for (const [id, { prompt, uri }] of wanted) {
      const known = items.get(id);
      const item = known ?? this.controller.createTestItem(id, prompt.name, uri);
      item.label = prompt.name;
      item.canResolveChildren = true;
      if (!known) items.add(item);
    }
  }

  private show(handle: PromptHandle): Promise<void> {
    const read = this.cases.of(handle);
    const prompt = this.promptItem(handle);
    if (!read || !prompt) return Promise.resolve();
    const known = this.listed.get(prompt.id);
    if (known?.read === read) return known.listing;
    const cases = new Map(read.cases.map((one) => [caseItemId(prompt.id, one.id), { handle, case: one }]));
    const listing = this.showCases(prompt, handle, read);
    this.listed.set(prompt.id, { read, cases, listing });
    return listing;
  }

  private async showCases(prompt: vscode.TestItem, handle: PromptHandle, read: ReadCases): Promise<void> {
    const items = await caseItems(this.controller, prompt, handle, read.cases, (id) => caseItemId(prompt.id, id));
    // Where they were read anew meanwhile, those count.
    const isLatest = (): boolean => this.listed.get(prompt.id)?.read === read;
    if (!isLatest()) return;
    const left = new Set(items.map(({ id }) => id));
    for (const [id] of prompt.children) if (!left.has(id)) prompt.children.delete(id);
    // VS Code tells its window of an item that is added again as of a new one.
    const add = (item: vscode.TestItem): void => {
      if (isLatest() && prompt.children.get(item.id) !== item) prompt.children.add(item);
    };
    await inSlices(items, together, add, gathering);
    prompt.description = read.cases.length === 0 ? 'no cases' : '';
    prompt.error = read.errors.length > 0 ? `Its cases have mistakes:\n${read.errors.join('\n')}` : undefined;
  }
}

/** VS Code gathers what is new for 200 ms, and tells its window at one stretch: of ten times as many items it is no more then. */
const gathering = 10;

function caseItemId(prompt: string, id: string): string {
  return `${prompt}\n${id}`;
}
