import type { FormatId, PromptDocument } from './promptDocument.js';
import { includePath } from './includes.js';
import { isObject, type JsonValue } from './json.js';
import type { Includes } from './promptText.js';

/** What an application is handed when the traffic backend serves a version: enough to call the model with no code of ours. */
export interface ServedContent {
  readonly prompt: string;
  readonly version: string;
  readonly format: FormatId;
  readonly model: string | null;
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** The file's whole text, unchanged. */
  readonly source: string;
  /** The texts of the files that it includes, by path from its folder, for an application that renders `source` itself. */
  readonly includes?: Includes;
}

/** The content of one version of a prompt, as the traffic backend will carry it. */
export function servedContent(
  prompt: string,
  version: string,
  document: PromptDocument,
  includes: Includes = {},
): ServedContent {
  return {
    prompt,
    version,
    format: document.format,
    model: document.model?.value ?? null,
    parameters: Object.fromEntries(document.parameters.map(({ name, value }) => [name, value])),
    messages: document.parts.map(({ role, text }) => ({ role, content: text })),
    source: document.source,
    ...(Object.keys(includes).length > 0 && { includes }),
  };
}

/** Whether something parsed has all that an application needs; more than that does not hurt. */
export function isServedContent(value: unknown): value is ServedContent {
  if (!isObject(value)) return false;
  const { prompt, version, format, model, parameters, messages, source, includes } = value;
  return (
    [prompt, version, format, source].every((text) => typeof text === 'string') &&
    (model === null || typeof model === 'string') &&
    isObject(parameters) &&
    (includes === undefined || isIncludes(includes)) &&
    Array.isArray(messages) &&
    messages.every(
      (message) => isObject(message) && typeof message.role === 'string' && typeof message.content === 'string',
    )
  );
}

function isIncludes(value: unknown): value is Includes {
  return (
    isObject(value) &&
    Object.entries(value).every(([path, text]) => includePath(path) === path && typeof text === 'string')
  );
}
