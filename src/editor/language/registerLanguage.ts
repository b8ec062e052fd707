import * as vscode from 'vscode';
import { mayBePrompt } from '../activePrompt.js';
import type { ParsedPrompts } from '../parsedPrompts.js';
import { isPromptText, type Projects } from '../projects.js';
import { afterSpace, completionProvider, completionTriggers } from './completions.js';
import { definitionProviders } from './definitions.js';
import { foldingProvider } from './folding.js';
import { hoverProvider } from './hovers.js';
import type { PromptOf } from './promptOf.js';
import { symbolProvider } from './symbols.js';
import { tokenLegend, variableTokens } from './variableTokens.js';

/** The languages of package.json; all others have somebody who folds them. */
const ownLanguages = ['dotprompt', 'prompty', 'jinja', 'mustache', 'liquid'];

/** Outline, hover, definitions, uses, completion, colours of variables and folding in prompts. */
export function registerLanguage(context: vscode.ExtensionContext, projects: Projects, parsed: ParsedPrompts): void {
  const promptOf: PromptOf = async (document) => {
    if (mayBePrompt(document.uri)) await projects.load();
    return isPromptText(projects, document.uri) ? parsed.of(document) : undefined;
  };
  const selector = { scheme: 'file' };
  const { languages } = vscode;
  const { definition, references, highlights } = definitionProviders(projects, promptOf);
  const completions = completionProvider(promptOf);
  context.subscriptions.push(
    languages.registerDocumentSymbolProvider(selector, symbolProvider(promptOf), { label: 'Prompt' }),
    languages.registerHoverProvider(selector, hoverProvider(promptOf)),
    languages.registerDefinitionProvider(selector, definition),
    languages.registerReferenceProvider(selector, references),
    languages.registerDocumentHighlightProvider(selector, highlights),
    languages.registerCompletionItemProvider(selector, completions, ...completionTriggers),
    languages.registerCompletionItemProvider(ownLanguages, afterSpace(completions), ' '),
    languages.registerFoldingRangeProvider(ownLanguages, foldingProvider(promptOf)),
    // The least specific selector there is: whoever knows more about the colours of a language goes first.
    languages.registerDocumentSemanticTokensProvider('*', variableTokens(projects, promptOf), tokenLegend),
  );
}
