import path from 'node:path';
import * as vscode from 'vscode';
import type { PromptPlace } from '../../prompts/language/placeAt.js';
import type { PromptDocument, Reference } from '../../prompts/promptDocument.js';
import { ranges } from '../diagnostics/vscodeDiagnostic.js';
import type { Projects } from '../projects.js';
import type { PromptOf } from './promptOf.js';

interface DefinitionProviders {
  readonly definition: vscode.DefinitionProvider;
  readonly references: vscode.ReferenceProvider;
  readonly highlights: vscode.DocumentHighlightProvider;
}

/** Where a variable is declared and used, and which file a reference means. */
export function definitionProviders(projects: Projects, promptOf: PromptOf): DefinitionProviders {
  return {
    definition: {
      provideDefinition: async (document, position) => {
        const found = await placeIn(promptOf, document, position);
        if (!found) return undefined;
        const { prompt, place } = found;
        const rangeOf = ranges(prompt.source);
        const originSelectionRange = rangeOf(place.range);
        if (place.is === 'reference') {
          const targetUri = fileOf(projects, document.uri, place.reference);
          return targetUri && [{ originSelectionRange, targetUri, targetRange: new vscode.Range(0, 0, 0, 0) }];
        }
        if (place.is !== 'variable' || !place.variable.declared) return undefined;
        return [{ originSelectionRange, targetUri: document.uri, targetRange: rangeOf(place.variable.declared) }];
      },
    },
    references: {
      provideReferences: async (document, position, { includeDeclaration }) => {
        const found = await placeIn(promptOf, document, position);
        if (found?.place.is !== 'variable') return undefined;
        const { declared, uses } = found.place.variable;
        const rangeOf = ranges(found.prompt.source);
        const all = includeDeclaration && declared ? [declared, ...uses] : uses;
        return all.map((range) => new vscode.Location(document.uri, rangeOf(range)));
      },
    },
    highlights: {
      provideDocumentHighlights: async (document, position) => {
        const found = await placeIn(promptOf, document, position);
        if (found?.place.is !== 'variable') return undefined;
        const { declared, uses } = found.place.variable;
        const rangeOf = ranges(found.prompt.source);
        const { Read, Write } = vscode.DocumentHighlightKind;
        return [
          ...(declared ? [new vscode.DocumentHighlight(rangeOf(declared), Write)] : []),
          ...uses.map((range) => new vscode.DocumentHighlight(rangeOf(range), Read)),
        ];
      },
    },
  };
}

async function placeIn(
  promptOf: PromptOf,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<{ readonly prompt: PromptDocument; readonly place: PromptPlace } | undefined> {
  const prompt = await promptOf(document);
  if (!prompt) return undefined;
  const { placeAt } = await import('../../prompts/language/placeAt.js');
  const place = placeAt(prompt, document.offsetAt(position));
  return place && { prompt, place };
}

/** The file that a reference means; undefined where it would lie outside the repository, or the workspace's folder. */
function fileOf(projects: Projects, prompt: vscode.Uri, reference: Reference): vscode.Uri | undefined {
  const root =
    projects.handleOf(prompt)?.project?.repository.root ?? vscode.workspace.getWorkspaceFolder(prompt)?.uri.fsPath;
  if (root === undefined || path.isAbsolute(reference.path)) return undefined;
  const file = path.resolve(path.dirname(prompt.fsPath), reference.path);
  const inside = path.relative(root, file);
  const isInside = inside !== '' && inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
  return isInside ? vscode.Uri.file(file) : undefined;
}
