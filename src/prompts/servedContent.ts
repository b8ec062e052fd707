import type { FormatId, PromptDocument } from './promptDocument.js';
import { isObject, type JsonValue } from './json.js';

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
}

/** The content of one version of a prompt, as the traffic backend will carry it. */
export function servedContent(prompt: string, version: string, document: PromptDocument): ServedContent {
  return {
    prompt,
    version,
    format: document.format,
    model: document.model?.value ?? null,
    parameters: Object.fromEntries(document.parameters.map(({ name, value }) => [name, value])),
    messages: document.parts.map(({ role, text }) => ({ role, content: text })),
    source: document.source,
  };
}

/** Whether something parsed has all that an application needs; more than that does not hurt. */
export function isServedContent(value: unknown): value is ServedContent {
  if (!isObject(value)) return false;
  const { prompt, version, format, model, parameters, messages, source } = value;
  return (
    [prompt, version, format, source].every((text) => typeof text === 'string') &&
    (model === null || typeof model === 'string') &&
    isObject(parameters) &&
    Array.isArray(messages) &&
    messages.every(
      (message) => isObject(message) && typeof message.role === 'string' && typeof message.content === 'string',
    )
  );
}
