import * as vscode from 'vscode';
import type { JsonSchema } from '../../prompts/jsonSchema.js';
import { helpKind } from '../diagnostics/checkedFile.js';

/** The extension that does the same from the schemas in package.json, and more. */
const yamlExtension = 'redhat.vscode-yaml';

/** Completion and hover in strategies, cases and configuration, while no other extension offers them from our schemas. */
export function registerHelp(context: vscode.ExtensionContext): void {
  let own: vscode.Disposable | undefined;
  const update = (): void => {
    const isOffered = vscode.extensions.getExtension(yamlExtension) !== undefined;
    if (isOffered) own?.dispose();
    own = isOffered ? undefined : (own ?? registerProviders());
  };
  update();
  context.subscriptions.push(vscode.extensions.onDidChange(update), {
    dispose: () => {
      own?.dispose();
    },
  });
}

function registerProviders(): vscode.Disposable {
  const selector = [
    { scheme: 'file', pattern: '**/*.rollout.yaml' },
    { scheme: 'file', pattern: '**/*.cases.yaml' },
    { scheme: 'file', pattern: '**/prompt-rollout.yaml' },
  ];
  const completions: vscode.CompletionItemProvider = {
    provideCompletionItems: async (document, position) => {
      const schema = await schemaFor(document);
      const { completionsAt } = await import('../../prompts/schemaHelp.js');
      return completionsAt(schema, document.getText(), document.offsetAt(position)).map((completion, index) => {
        const { Property, Value } = vscode.CompletionItemKind;
        const item = new vscode.CompletionItem(completion.label, completion.kind === 'key' ? Property : Value);
        item.insertText = completion.insert;
        item.range = rangeIn(document, completion.range);
        item.filterText = completion.insert;
        // In the order of the schema, which is the order in which one thinks.
        item.sortText = String(index).padStart(3, '0');
        item.documentation = new vscode.MarkdownString(completion.documentation);
        if (completion.insert.endsWith(': '))
          item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest Values' };
        return item;
      });
    },
  };
  const hovers: vscode.HoverProvider = {
    provideHover: async (document, position) => {
      const schema = await schemaFor(document);
      const { hoverAt } = await import('../../prompts/schemaHelp.js');
      const hover = hoverAt(schema, document.getText(), document.offsetAt(position));
      return hover && new vscode.Hover(new vscode.MarkdownString(hover.text), rangeIn(document, hover.range));
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(selector, completions, ' ', ':'),
    vscode.languages.registerHoverProvider(selector, hovers),
  );
}

function rangeIn(
  document: vscode.TextDocument,
  { start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

async function schemaFor(document: vscode.TextDocument): Promise<JsonSchema> {
  switch (helpKind(document.uri.path)) {
    case 'strategy':
      return (await import('../../../schemas/rollout.schema.json', { with: { type: 'json' } })).default;
    case 'cases':
      return (await import('../../../schemas/cases.schema.json', { with: { type: 'json' } })).default;
    default:
      return (await import('../../../schemas/configuration.schema.json', { with: { type: 'json' } })).default;
  }
}
