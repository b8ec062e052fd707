import { alignParts, type AlignedParts } from '../../prompts/comparison/alignParts.js';
import { compareTexts } from '../../prompts/comparison/compareTexts.js';
import { compareNamed, compareSettings, isSame } from '../../prompts/comparison/compareValues.js';
import { isList, isObject, type JsonValue } from '../../prompts/json.js';
import { shorten } from '../../prompts/shorten.js';
import type { ModelRequest } from '../modelRequest.js';

/**
 * What differs between two requests, one phrase each, as for a comparison of versions: `temperature 0.3 → 0.2`,
 * `messages[0] differs: "three" → "two"`. Pure.
 */
export function requestDifferences(before: ModelRequest, after: ModelRequest): string[] {
  const settings = compareSettings(settingsOf(before), settingsOf(after)).map(({ words }) => words);
  return [
    ...settings,
    ...compareMessages(messagesOf(before), messagesOf(after)),
    ...(isSame(before.response_format, after.response_format) ? [] : ['response_format differs']),
    ...compareTools(before.tools, after.tools),
  ];
}

function settingsOf({
  messages: _,
  tools: _tools,
  response_format: _format,
  ...settings
}: ModelRequest): Map<string, JsonValue> {
  return new Map(Object.entries(settings));
}

interface Message {
  readonly role: string;
  readonly text: string;
  readonly value: JsonValue;
}

function messagesOf({ messages }: ModelRequest): readonly Message[] {
  return isList(messages) ? messages.map(messageOf) : [];
}

function messageOf(value: JsonValue): Message {
  if (!isObject(value)) return { role: '', text: '', value };
  const { role, content } = value;
  const contents = isList(content) ? content : [];
  const texts = contents.flatMap((item) => (isObject(item) && typeof item.text === 'string' ? [item.text] : []));
  const text = typeof content === 'string' ? content : texts.join('\n');
  return { role: typeof role === 'string' ? role : '', text, value };
}

/** Aligning takes time with the square of their number. */
const mostAligned = 200;

function compareMessages(before: readonly Message[], after: readonly Message[]): string[] {
  if (Math.max(before.length, after.length) > mostAligned) return isSame(before, after) ? [] : ['messages differ'];
  return alignParts(before, after).flatMap((pair) => messageWords(pair, before, after));
}

function messageWords(pair: AlignedParts, before: readonly Message[], after: readonly Message[]): string[] {
  const [from, ...joined] = pair.before.flatMap((index) => before[index] ?? []);
  const [to, ...cut] = pair.after.flatMap((index) => after[index] ?? []);
  const place = `messages[${pair.after[0] ?? pair.before[0] ?? 0}]`;
  if (!from) return [`${place} (${to?.role ?? ''}) added: ${quoted(to?.text ?? '')}`];
  if (!to) return [`${place} (${from.role}) removed: ${quoted(from.text)}`];
  if (joined.length > 0) return [`${place} was ${joined.length + 1} messages`];
  if (cut.length > 0) return [`${place} is now ${cut.length + 1} messages`];
  const moved = pair.moved ? [`${place} was messages[${pair.before[0] ?? 0}]`] : [];
  if (from.role !== to.role) return [...moved, `${place} is from ${to.role}, was from ${from.role}`];
  if (isSame(from.value, to.value)) return moved;
  return [...moved, `${place} differs${firstWords(from.text, to.text)}`];
}

/** `: "three" → "two", and at 2 more places`. */
function firstWords(before: string, after: string): string {
  const [first, ...more] = compareTexts(before, after).flatMap(({ words }) => words);
  if (!first) return '';
  const [gone, come] = [
    before.slice(first.before.start, first.before.end),
    after.slice(first.after.start, first.after.end),
  ];
  const places = more.length === 0 ? '' : `, and at ${more.length} more ${more.length === 1 ? 'place' : 'places'}`;
  if (gone === '') return `: ${quoted(come)} added${places}`;
  return come === '' ? `: ${quoted(gone)} removed${places}` : `: ${quoted(gone)} → ${quoted(come)}${places}`;
}

function quoted(text: string): string {
  return JSON.stringify(shorten(text.trim()));
}

function compareTools(before: JsonValue | undefined, after: JsonValue | undefined): string[] {
  return compareNamed(toolsOf(before), toolsOf(after), (name, from, to) => ({
    breaking: false,
    words: `tool ${name} ${from === undefined ? 'added' : to === undefined ? 'removed' : 'differs'}`,
  })).map(({ words }) => words);
}

function toolsOf(tools: JsonValue | undefined): Map<string, JsonValue> {
  const named = (tool: JsonValue, index: number): string => {
    const inner = isObject(tool) && isObject(tool.function) ? tool.function : tool;
    return isObject(inner) && typeof inner.name === 'string' ? inner.name : String(index + 1);
  };
  return new Map(isList(tools) ? tools.map((tool, index) => [named(tool, index), tool]) : []);
}
