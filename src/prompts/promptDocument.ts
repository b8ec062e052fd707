import type { Diagnostic } from './diagnostic.js';
import type { JsonValue } from './json.js';
import type { Ranged, TextRange } from './textRange.js';

export type FormatId = 'prompt-yml' | 'dotprompt' | 'prompty' | 'plain' | 'chat-json' | 'vscode-prompt';

/**
 * How the text of the parts is filled in. `github-models` replaces exactly `{{name}}` and nothing else,
 * `vscode` replaces `${input:name}`.
 */
export type TemplateEngine = 'github-models' | 'jinja' | 'mustache' | 'handlebars' | 'liquid' | 'vscode' | 'none';

export type Role = 'system' | 'user' | 'assistant' | 'developer' | 'tool';

/** One message of the prompt as it stands in the file, before rendering. */
export interface Part {
  readonly role: Role;
  readonly text: string;
  /** Where the text stands in the source, as written: in YAML with its indentation or escapes, without its quotes. */
  readonly range: TextRange;
  /** It stands inside a condition or loop of the template, so that the rendered prompt may lack it or repeat it. */
  readonly conditional?: true;
  /** What the file says about this message beside its role (`user[name="Alice"]:`). */
  readonly attributes?: Readonly<Record<string, JsonValue>>;
}

/** A model parameter under its canonical name (`temperature`, `top_p`, `max_tokens`, `stop`, …). */
export interface Parameter {
  readonly name: string;
  readonly value: JsonValue;
  readonly range: TextRange;
}

/** An input of the prompt. */
export interface Variable {
  readonly name: string;
  readonly type?: string;
  readonly required: boolean;
  readonly default?: JsonValue;
  /** Where the file declares it, if it does. */
  readonly declared?: TextRange;
  /** Where the parts use it: the name alone, without braces. */
  readonly uses: readonly TextRange[];
}

/** What the prompt asks of the model's answer. */
export interface OutputFormat {
  readonly format: string;
  readonly schema?: JsonValue;
  readonly range: TextRange;
}

export interface Tool {
  readonly name: string;
  readonly definition: JsonValue;
  readonly range: TextRange;
}

/** A sample input that the prompt file itself carries. */
export interface PromptTest {
  readonly inputs: JsonValue;
  readonly expected?: string;
  readonly range: TextRange;
}

/** Another file that the prompt names, as written. */
export interface Reference extends Ranged<string> {
  /** The file that it means, from the prompt's folder, with forward slashes (`_greeting.prompt` for `{{>greeting}}`). */
  readonly path: string;
}

/** One prompt file, understood. Made by a format's `parse`, which never throws: what is broken is in `diagnostics`. */
export interface PromptDocument {
  readonly format: FormatId;
  readonly name?: string;
  readonly description?: string;
  readonly model?: Ranged<string>;
  readonly parameters: readonly Parameter[];
  readonly output?: OutputFormat;
  readonly tools: readonly Tool[];
  readonly template: TemplateEngine;
  readonly parts: readonly Part[];
  /** The template that is filled in as a whole and split into messages afterwards; absent where each part is one. */
  readonly body?: TextRange;
  readonly variables: readonly Variable[];
  readonly tests: readonly PromptTest[];
  /** The file's own graders, as written. */
  readonly graders: readonly Ranged<JsonValue>[];
  /** Other files whose text becomes part of it: partials, includes, `${file:…}`. */
  readonly references: readonly Reference[];
  /** Everything else the file says, by key. */
  readonly metadata: Readonly<Record<string, JsonValue>>;
  readonly diagnostics: readonly Diagnostic[];
  readonly source: string;
}
