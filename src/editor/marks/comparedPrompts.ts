import * as vscode from 'vscode';
import { HumanError } from '../../prompts/humanError.js';
import type { PromptWork } from '../../prompts/work/promptWork.js';
import type { VersionPoint } from '../compare/point.js';
import type { Disposable } from '../disposable.js';
import type { Projects, PromptHandle } from '../projects.js';
import { textInDocument } from './changes.js';
import type { Marks } from './markedSince.js';
import type { ComparedTexts } from './textMarks.js';

/** An open prompt beside the version that its marks are against. */
export interface ComparedPrompt extends ComparedTexts {
  readonly since: VersionPoint;
  /** Of the document, when its text was `after`. */
  readonly version: number;
}

/** Open prompts, compared: once per text and version, for all who ask. */
export interface ComparedPrompts extends Disposable {
  /**
   * Undefined where the file is no prompt, or there is nothing to compare it with.
   * @throws HumanError where the version cannot be read, or comparing takes too long
   */
  of(document: vscode.TextDocument): Promise<ComparedPrompt | undefined>;
}

/** Longer texts would hold up the editor on their way to the thread that compares, in characters. */
const maxLength = 1_000_000;

/** How many texts of versions are kept. */
const keptTexts = 20;

interface Known {
  readonly version: number;
  readonly since: string;
  readonly compared: Promise<ComparedPrompt>;
}

export function comparedPrompts(projects: Projects, marks: Marks, work: PromptWork): ComparedPrompts {
  const known = new Map<string, Known>();
  const texts = new Map<string, Promise<string>>();
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => known.delete(uri.toString()));

  function textOf(handle: PromptHandle, since: VersionPoint, eol: '\n' | '\r\n'): Promise<string> {
    const key = [handle.project?.repository.root, since.id, eol].join(' ');
    const text = texts.get(key) ?? readText(handle, since, eol);
    texts.delete(key);
    texts.set(key, text);
    text.catch(() => texts.delete(key));
    for (const [oldest] of texts) if (texts.size > keptTexts) texts.delete(oldest);
    return text;
  }

  async function compare(
    handle: PromptHandle,
    document: vscode.TextDocument,
    since: VersionPoint,
  ): Promise<ComparedPrompt> {
    const { version } = document;
    const after = document.getText();
    if (after.length > maxLength) {
      const most = maxLength.toLocaleString('en');
      throw new HumanError('refused', `${handle.prompt.name} has more than ${most} characters; it is not compared.`);
    }
    const before = await textOf(handle, since, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
    return { since, version, before, after, hunks: await work.run('compareTexts', { before, after }) };
  }

  return {
    of: async (document) => {
      const handle = projects.handleOf(document.uri);
      const since = handle && !handle.gone ? await marks.since(handle) : undefined;
      if (!handle || !since || document.isClosed) return undefined;
      const key = document.uri.toString();
      const last = known.get(key);
      if (last?.version === document.version && last.since === since.id) return last.compared;
      const compared = compare(handle, document, since);
      known.set(key, { version: document.version, since: since.id, compared });
      compared.catch(() => known.get(key)?.compared === compared && known.delete(key));
      return compared;
    },
    dispose: () => {
      closing.dispose();
      known.clear();
    },
  };
}

async function readText(handle: PromptHandle, since: VersionPoint, eol: '\n' | '\r\n'): Promise<string> {
  const { promptTextAt } = await import('../promptTextAt.js');
  return textInDocument((await promptTextAt(handle, since)).text, eol);
}
