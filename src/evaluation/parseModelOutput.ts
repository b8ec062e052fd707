import { isList, isObject, parseJson, type JsonValue } from '../prompts/json.js';
import type { ModelOutput, TokenUsage, ToolCall } from './modelOutput.js';

/** Why something is no output: the end of a sentence. */
export interface NoOutput {
  readonly problem: string;
}

/**
 * Reads `{text, toolCalls?, finishReason?, tokens?, cost?, approximate?}`, as recordings hold it and commands print it.
 * Never throws; other keys are passed over.
 */
export function parseModelOutput(value: JsonValue | undefined): ModelOutput | NoOutput {
  if (!isObject(value)) return { problem: 'it is no JSON object with a `text`' };
  const { text, toolCalls, finishReason, tokens, cost, approximate } = value;
  const calls = toolCalls === undefined ? [] : readToolCalls(toolCalls);
  if (!calls) return { problem: '`toolCalls` is no list of `{name, arguments}`' };
  if (typeof text !== 'string' && (text !== undefined || calls.length === 0))
    return { problem: 'it has no `text` that is a text' };
  if (finishReason !== undefined && typeof finishReason !== 'string') return { problem: '`finishReason` is no text' };
  if (cost !== undefined && !isAmount(cost)) return { problem: '`cost` is no number of US dollars' };
  const usage = tokens === undefined ? undefined : readTokens(tokens);
  if (usage === null) return { problem: '`tokens` is not `{prompt, completion, total}` with whole numbers' };
  return {
    text: text ?? '',
    ...(calls.length > 0 && { toolCalls: calls }),
    ...(finishReason !== undefined && { finishReason }),
    ...(usage && { tokens: usage }),
    ...(cost !== undefined && { cost }),
    ...(approximate === true && { approximate }),
  };
}

/** The arguments of a tool call: parsed where they are JSON, else the text as it came. */
export function toolArguments(text: string): JsonValue {
  return parseJson(text) ?? text;
}

/** A number that is neither negative nor infinite. */
export function isAmount(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function readToolCalls(value: JsonValue): readonly ToolCall[] | undefined {
  if (!isList(value)) return undefined;
  const calls = value.flatMap((call) =>
    isObject(call) && typeof call.name === 'string' ? [{ name: call.name, arguments: call.arguments ?? null }] : [],
  );
  return calls.length === value.length ? calls : undefined;
}

/** Null where it is none. */
function readTokens(value: JsonValue): TokenUsage | null {
  if (!isObject(value)) return null;
  const counts = ['prompt', 'completion', 'total'].flatMap((name) => {
    const count = value[name];
    return count === undefined ? [] : [[name, count] as const];
  });
  return counts.every(([, count]) => isAmount(count) && Number.isSafeInteger(count))
    ? Object.fromEntries(counts)
    : null;
}
