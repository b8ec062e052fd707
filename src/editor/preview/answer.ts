import * as vscode from 'vscode';
import type { Point } from '../compare/point.js';
import { ranges } from '../diagnostics/vscodeDiagnostic.js';
import type { Ask } from '../pages/page.js';
import type { PromptHandle } from '../projects.js';
import { versionUri } from '../versions/versionUri.js';
import { choose, typeInput } from './chosenInputs.js';
import { requestText, type Side } from './pieces.js';
import type { OpenPreviews, Shown } from './previewParts.js';
import type { Sample } from './samples.js';

/** What a page shows now, which a person's doings are about. */
export interface Drawn {
  readonly shown: Shown;
  readonly samples: readonly Sample[];
  readonly sides: readonly Side[];
}

/** Does what a person asked for on a page. */
export async function answer({ choices }: OpenPreviews, drawn: Drawn, { action, name, value }: Ask): Promise<void> {
  const { shown, samples, sides } = drawn;
  const prompt = shown.handle.uri.toString();
  const choice = choices.get(prompt);
  switch (action) {
    case 'choose':
      choices.set(prompt, choose(samples, choice, value));
      break;
    case 'type':
      choices.set(prompt, typeInput(samples, choice, name, value));
      break;
    case 'copyRequest':
      await copyRequest(sides[Number(value)]);
      break;
    case 'goTo':
      await goTo(drawn, value);
      break;
  }
}

async function copyRequest(side: Side | undefined): Promise<void> {
  if (!side) return;
  await vscode.env.clipboard.writeText(requestText(side.rendered.request));
  vscode.window.setStatusBarMessage('Request copied', 2000);
}

/** Shows a range in the text of a side. @param place its index, start and end */
async function goTo({ shown: { handle, points }, sides }: Drawn, place: string): Promise<void> {
  const [index = 0, start = 0, end = 0] = place.split(' ').map(Number);
  const [side, point] = [sides[index], points[index]];
  if (!side || !point) return;
  const uri = documentOf(handle, point, side.label);
  const isOpen = ({ document }: vscode.TextEditor): boolean => document.uri.toString() === uri.toString();
  await vscode.window.showTextDocument(uri, {
    viewColumn: vscode.window.visibleTextEditors.find(isOpen)?.viewColumn ?? vscode.ViewColumn.One,
    selection: ranges(side.document.source)({ start, end }),
  });
}

function documentOf({ prompt, uri, project }: PromptHandle, point: Point, label: string): vscode.Uri {
  if (point.kind === 'file' || !project) return uri;
  return versionUri({
    root: project.repository.root,
    path: point.path,
    id: point.id,
    title: `${prompt.name} ${label}`,
  });
}
