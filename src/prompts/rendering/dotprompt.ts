import type { HelperOptions } from 'handlebars';
import { isObject, type JsonObject } from '../json.js';
import type { Includes } from '../promptText.js';
import type { Role } from '../promptDocument.js';
import { handlebarsKit, run } from './engines/handlebars.js';
import { dotpromptPartial, includedAs } from './engines/includedText.js';
import type { Content, RenderedMessage } from './rendering.js';
import { valueText } from './engines/valueText.js';
import { mark, sentinelFor, splitMarked } from './sentinel.js';

/** What a helper leaves in the rendered text. */
type Mark =
  | { readonly role: string }
  | { readonly media: { readonly url: string; readonly contentType?: string } }
  | { readonly section: string }
  | 'history';

/** A message as Dotprompt means it, before its role is one of ours (`model` is Dotprompt's word for assistant). */
export interface DotpromptMessage {
  readonly role: string;
  readonly content: readonly (Content | { readonly section: string })[];
  /** It was handed in as an earlier message. */
  readonly isHistory?: true;
}

export interface DotpromptData {
  readonly inputs: JsonObject;
  readonly includes: Includes;
  /** Earlier messages of the conversation. */
  readonly history?: readonly DotpromptMessage[];
  /** What `@name` means. */
  readonly context?: JsonObject;
}

/** Leaves marks in the rendered text that nothing in it can forge. */
class Marker {
  readonly marks: Mark[] = [];

  constructor(private readonly sentinel: string) {}

  leave(what: Mark): string {
    return mark(this.sentinel, this.marks.push(what) - 1);
  }
}

/** Where the helpers find the marker of the rendering they are part of. */
const markerKey = 'prompt rollout marker';

/** Dotprompt's own markers are plain text, so that an input could forge a message; ours cannot be forged. */
const kit = handlebarsKit({
  role: (role: unknown, options: HelperOptions) => leave(options, { role: String(role) }),
  history: (options: HelperOptions) => leave(options, 'history'),
  section: (name: unknown, options: HelperOptions) => leave(options, { section: String(name) }),
  media: (options: HelperOptions) => {
    const url = valueText(options.hash['url']);
    const contentType = valueText(options.hash['contentType']);
    return leave(options, { media: { url, ...(contentType !== '' && { contentType }) } });
  },
  json: (value: unknown, { hash }: HelperOptions) => JSON.stringify(value, undefined, Number(hash['indent'] ?? 0)),
  ifEquals(this: unknown, one: unknown, other: unknown, options: HelperOptions) {
    return one === other ? options.fn(this) : options.inverse(this);
  },
  unlessEquals(this: unknown, one: unknown, other: unknown, options: HelperOptions) {
    return one === other ? options.inverse(this) : options.fn(this);
  },
});

function leave(options: HelperOptions | undefined, what: Mark): string {
  const marker = markerOf(options?.data);
  if (!marker) throw new Error('A helper of Dotprompt was called with too few arguments');
  return marker.leave(what);
}

function markerOf(data: unknown): Marker | undefined {
  const marker = isObject(data) ? data[markerKey] : undefined;
  return marker instanceof Marker ? marker : undefined;
}

/**
 * Fills in the body of a Dotprompt file. The rules of what is a message are those of Dotprompt's conformance cases:
 * text before the first role is the user's, empty messages are none, history stands where `{{history}}` is, else
 * before the last message if that is the user's.
 * @throws TemplateError
 */
export function renderDotprompt(
  template: string,
  { inputs, includes, history = [], context }: DotpromptData,
): DotpromptMessage[] {
  const partials = includedAs(includes, dotpromptPartial);
  const sentinel = sentinelFor([
    template,
    JSON.stringify(inputs),
    JSON.stringify(context ?? {}),
    ...Object.values(partials),
  ]);
  const marker = new Marker(sentinel);
  const rendered = run(kit, template, inputs, partials, { ...context, [markerKey]: marker });
  const pieces = splitMarked(sentinel, rendered);

  const messages: DotpromptMessage[] = [];
  let role = 'user';
  let content: DotpromptMessage['content'] = [];
  let hasHistory = false;
  const end = (next: string): void => {
    if (content.length > 0) messages.push({ role, content });
    [role, content] = [next, []];
  };
  for (const { index, text } of pieces) {
    const what = index === undefined ? undefined : marker.marks[index];
    if (what === 'history') {
      end('model');
      messages.push(...history.map((message) => ({ ...message, isHistory: true as const })));
      hasHistory = history.length > 0;
    } else if (what && 'role' in what) end(what.role);
    else if (what) content = [...content, what];
    if (text.trim() !== '') content = [...content, { text }];
  }
  end('');
  return hasHistory ? messages : withHistory(messages, history);
}

function withHistory(messages: readonly DotpromptMessage[], history: readonly DotpromptMessage[]): DotpromptMessage[] {
  const last = messages.at(-1);
  return last?.role === 'user' ? [...messages.slice(0, -1), ...history, last] : [...messages, ...history];
}

/** As the request has them: a `section` is for the caller to fill in and holds nothing yet. */
export function asRendered(messages: readonly DotpromptMessage[]): RenderedMessage[] {
  return messages.map(({ role, content }) => ({
    role: roleOf(role),
    content: content.flatMap((item) => ('section' in item ? [] : [item])),
  }));
}

function roleOf(role: string): Role {
  if (role === 'system' || role === 'tool' || role === 'user') return role;
  return role === 'model' || role === 'assistant' ? 'assistant' : 'user';
}
