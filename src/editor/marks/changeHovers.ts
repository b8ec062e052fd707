import * as vscode from 'vscode';
import type { TextRange } from '../../prompts/textRange.js';
import { commandId } from '../commands/commandNames.js';
import type { Projects } from '../projects.js';
import type { ChangePlace } from './changePlace.js';
import { changeOnLine, kindOf, placeOf } from './changes.js';
import type { ComparedPrompts } from './comparedPrompts.js';
import { hoverCommands, hoverText } from './hoverText.js';
import { sinceWords } from './sinceWords.js';

/** Tells what stood where a change is marked. @param isMarked whether marks are shown in a document */
export function changeHovers(
  projects: Projects,
  compared: ComparedPrompts,
  isMarked: (document: vscode.TextDocument) => boolean,
  removedWordsShown: () => boolean,
): vscode.HoverProvider {
  return {
    provideHover: async (document, position) => {
      const handle = isMarked(document) ? projects.handleOf(document.uri) : undefined;
      const found = handle && (await compared.of(document).catch(() => undefined));
      if (!handle || found?.version !== document.version) return undefined;
      const { hunks, before, since } = found;
      const hunk = changeOnLine(hunks, document.offsetAt(position.with({ character: 0 })));
      if (!hunk) return undefined;
      const rangeOf = ({ start, end }: TextRange): vscode.Range =>
        new vscode.Range(document.positionAt(start), document.positionAt(end));
      // Of lines that are gone only the edge is drawn, so that all of the line below tells of them.
      const ranges =
        kindOf(hunk) === 'removed' ? [document.lineAt(position).range] : hunk.words.map(({ after }) => rangeOf(after));
      const range = ranges.find((range) => range.contains(position));
      if (!range) return undefined;
      const { line, character } = document.positionAt(placeOf(hunk));
      const argument: ChangePlace = { uri: document.uri.toString(), line, character };
      const shown = { hunk, before, argument, removedWordsShown: removedWordsShown() };
      const text = new vscode.MarkdownString(hoverText({ ...shown, since: await sinceWords(projects, handle, since) }));
      text.isTrusted = { enabledCommands: hoverCommands.map(commandId) };
      return new vscode.Hover(text, range);
    },
  };
}
