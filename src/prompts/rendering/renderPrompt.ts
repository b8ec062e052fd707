import type { Diagnostic } from '../diagnostic.js';
import { messageOf } from '../humanError.js';
import type { JsonObject } from '../json.js';
import type { PromptDocument, TemplateEngine } from '../promptDocument.js';
import { shorten } from '../shorten.js';
import type { TextRange } from '../textRange.js';
import { chatRequest } from './chatRequest.js';
import { asRendered, renderDotprompt } from './dotprompt.js';
import { TemplateError, type Engine } from './engines/engine.js';
import { renderGithubModels } from './engines/githubModels.js';
import { renderHandlebars } from './engines/handlebars.js';
import { renderJinja } from './engines/jinja.js';
import { renderLiquid } from './engines/liquid.js';
import { renderMustache } from './engines/mustache.js';
import { renderVscode } from './engines/vscode.js';
import { environmentOf, neededNames, withEnvironment } from './environment.js';
import { renderPrompty } from './prompty.js';
import type { RenderedMessage, Rendering, RenderOptions } from './rendering.js';

const engines: Readonly<Record<TemplateEngine, Engine>> = {
  'github-models': renderGithubModels,
  jinja: renderJinja,
  mustache: renderMustache,
  handlebars: renderHandlebars,
  liquid: renderLiquid,
  vscode: renderVscode,
  none: (template) => template,
};

/** How much one rendering may hold. */
const maxCharacters = 4_000_000;

/**
 * Fills a prompt in. Never throws, and runs no code of the prompt or its inputs.
 * Run it where it can be stopped: a template may loop for ever.
 */
export function renderPrompt(parsed: PromptDocument, { inputs, includes, environment = {} }: RenderOptions): Rendering {
  const document = withEnvironment(parsed, environmentOf(environment));
  const all = { ...defaultsOf(document), ...inputs };
  const uses = new Set(document.variables.map(({ name }) => name));
  const told = {
    missing: document.variables.flatMap(({ name, required, uses }) =>
      required && uses.length > 0 && !Object.hasOwn(all, name) ? [name] : [],
    ),
    unused: Object.keys(inputs).filter((name) => !uses.has(name)),
    unset: neededNames(parsed).filter((name) => !Object.hasOwn(environment, name)),
  };
  try {
    const messages = render(document, all, includes);
    const length = messages.reduce(
      (sum, { content }) => sum + content.reduce((some, item) => some + lengthOf(item), 0),
      0,
    );
    if (length > maxCharacters)
      throw new TemplateError(`it has more than ${maxCharacters.toLocaleString('en')} characters`);
    return { messages, ...told, problems: [], request: chatRequest(document, messages) };
  } catch (error) {
    const problems = [problemOf(error, document)];
    return { messages: [], ...told, problems, request: chatRequest(document, []) };
  }
}

function lengthOf(content: RenderedMessage['content'][number]): number {
  return 'text' in content ? content.text.length : content.media.url.length;
}

function defaultsOf({ variables }: PromptDocument): JsonObject {
  return Object.fromEntries(
    variables.flatMap((variable) => (variable.default === undefined ? [] : [[variable.name, variable.default]])),
  );
}

/** A part that cannot be filled in: where its text stands in the file. */
class PartError extends Error {
  constructor(
    override readonly cause: unknown,
    readonly range: TextRange,
    /** Whether offsets into the text are offsets into the file. */
    readonly isVerbatim: boolean,
  ) {
    super(messageOf(cause));
  }
}

function render(document: PromptDocument, inputs: JsonObject, includes: RenderOptions['includes']): RenderedMessage[] {
  const engine = engines[document.template];
  const body = document.body;
  const fill = <T>(text: string, range: TextRange, how: () => T): T => {
    try {
      return how();
    } catch (error) {
      throw new PartError(error, range, document.source.slice(range.start, range.end) === text);
    }
  };
  if (body) {
    const text = document.source.slice(body.start, body.end);
    return fill(text, body, () =>
      document.format === 'dotprompt'
        ? asRendered(renderDotprompt(text, { inputs, includes }))
        : renderPrompty(text, engine, inputs, includes),
    );
  }
  return document.parts.map(({ role, text, range }) => ({
    role,
    content: [{ text: fill(text, range, () => engine(text, inputs, includes)) }],
  }));
}

function problemOf(error: unknown, { source }: PromptDocument): Diagnostic {
  const part = error instanceof PartError ? error : undefined;
  const cause = part?.cause ?? error;
  const range = part?.range ?? { start: 0, end: Math.min(1, source.length) };
  const offset = cause instanceof TemplateError && part?.isVerbatim ? cause.offset : undefined;
  const start = Math.min(range.start + (offset ?? 0), range.end);
  const lineEnd = source.slice(start, range.end).search(/[\r\n]/);
  return {
    severity: 'error',
    code: 'cannot-render',
    message: `This prompt cannot be filled in: ${shorten(messageOf(cause), 300)}.`,
    range: { start, end: lineEnd < 0 ? range.end : start + lineEnd },
  };
}
