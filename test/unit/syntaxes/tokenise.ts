import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { localDir, projectRoot } from '../../../scripts/host/paths.mjs';

/** The extensions that VS Code brings along: their grammars are embedded in ours. */
export const builtIn = path.join(localDir, 'vscode-host/node_modules/code-server/lib/vscode/extensions');

/** Whether the grammars of YAML and Markdown are here; they come with the host of the tests in VS Code. */
export const hasEmbedded = existsSync(builtIn);

interface Contributes {
  readonly languages?: readonly {
    readonly id: string;
    readonly extensions?: readonly string[];
    readonly filenamePatterns?: readonly string[];
    readonly configuration?: string;
  }[];
  readonly grammars?: readonly {
    readonly language?: string;
    readonly scopeName: string;
    readonly path: string;
    readonly injectTo?: readonly string[];
  }[];
}

/** What the package.json of an extension contributes. */
export function contributes(folder: string): Contributes {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) return {};
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { contributes?: Contributes }).contributes ?? {};
}

const folders = [projectRoot, ...(hasEmbedded ? readdirSync(builtIn).map((name) => path.join(builtIn, name)) : [])];
const grammars = folders.flatMap((folder) =>
  (contributes(folder).grammars ?? []).map((grammar) => ({ ...grammar, file: path.join(folder, grammar.path) })),
);

const registry = new textmate.Registry({
  onigLib: loadOniguruma(),
  loadGrammar: (scopeName) => {
    const file = grammars.find((grammar) => grammar.scopeName === scopeName)?.file;
    return Promise.resolve(file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, 'utf8'), file));
  },
  getInjections: (scopeName) =>
    grammars.filter(({ injectTo }) => injectTo?.includes(scopeName)).map((grammar) => grammar.scopeName),
});

async function loadOniguruma(): Promise<textmate.IOnigLib> {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm));
  return {
    createOnigScanner: (patterns) => oniguruma.createOnigScanner(patterns),
    createOnigString: (text) => oniguruma.createOnigString(text),
  };
}

/** A text as VS Code colours it. */
export interface Coloured {
  /** The scopes at the first place of a text, innermost last; `from` is what must stand before it. */
  readonly at: (text: string, from?: string) => string;
}

/** Tokenises a text as VS Code does, line by line. @param language as package.json calls it */
export async function colour(language: string, text: string): Promise<Coloured> {
  const scopeName = grammars.find((grammar) => grammar.language === language)?.scopeName ?? '';
  const grammar = await registry.loadGrammar(scopeName);
  if (!grammar) throw new Error(`There is no grammar for ${language}.`);
  const scopes: { readonly end: number; readonly names: string }[] = [];
  let start = 0;
  let stack = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    for (const token of tokens) scopes.push({ end: start + token.endIndex, names: token.scopes.join(' ') });
    stack = ruleStack;
    start += line.length + 1;
  }
  return {
    at: (wanted, from = '') => {
      const offset = text.indexOf(wanted, text.indexOf(from) + from.length);
      if (offset < 0) throw new Error(`There is no ${wanted}.`);
      return scopes.find(({ end }) => offset < end)?.names ?? '';
    },
  };
}
