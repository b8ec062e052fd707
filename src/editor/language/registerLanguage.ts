import * as vscode from 'vscode';
import { mayBePrompt } from '../activePrompt.js';
import type { ParsedPrompts } from '../parsedPrompts.js';
import type { Projects } from '../projects.js';
import { definitionProviders } from './definitions.js';
import { hoverProvider } from './hovers.js';
import type { PromptOf } from './promptOf.js';
import { symbolProvider } from './symbols.js';

/** Outline, hover, definitions and uses in prompts. */
export function registerLanguage(context: vscode.ExtensionContext, projects: Projects, parsed: ParsedPrompts): void {
  const promptOf: PromptOf = async (document) => {
    if (mayBePrompt(document.uri)) await projects.load();
    return projects.handleOf(document.uri) ? parsed.of(document) : undefined;
  };
  const selector = { scheme: 'file' };
  const { languages } = vscode;
  const { definition, references, highlights } = definitionProviders(projects, promptOf);
  context.subscriptions.push(
    languages.registerDocumentSymbolProvider(selector, symbolProvider(promptOf), { label: 'Prompt' }),
    languages.registerHoverProvider(selector, hoverProvider(promptOf)),
    languages.registerDefinitionProvider(selector, definition),
    languages.registerReferenceProvider(selector, references),
    languages.registerDocumentHighlightProvider(selector, highlights),
  );
}
