import { isList, isObject, type JsonObject, type JsonValue } from '../../prompts/json.js';
import type { ModelOutput, TokenUsage, ToolCall } from '../modelOutput.js';
import { isAmount, toolArguments, type NoOutput } from '../parseModelOutput.js';

/**
 * Reads the answer of OpenAI's chat completions, as compatible servers give it: the first choice. Never throws.
 * @see https://platform.openai.com/docs/api-reference/chat/object
 */
export function parseChatAnswer(answer: JsonValue | undefined): ModelOutput | NoOutput {
  if (!isObject(answer)) return { problem: 'it is no JSON object' };
  const { choices, usage, model, error } = answer;
  const choice = isList(choices) ? choices[0] : undefined;
  if (!isObject(choice) || !isObject(choice.message))
    return { problem: error === undefined ? 'it has no `choices` with a `message`' : 'it is an error' };
  const { message, finish_reason: finishReason } = choice;
  const toolCalls = isList(message.tool_calls) ? message.tool_calls.flatMap(toolCallOf) : [];
  const tokens = isObject(usage) ? tokensOf(usage) : {};
  const cost = isObject(usage) ? usage.cost : undefined;
  return {
    text: textOf(message.content) ?? textOf(message.refusal) ?? '',
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(typeof finishReason === 'string' && { finishReason }),
    ...(Object.keys(tokens).length > 0 && { tokens }),
    ...(isAmount(cost) && { cost }),
    ...(typeof model === 'string' && { model }),
  };
}

/** Some servers give the content as a list of texts. */
function textOf(content: JsonValue | undefined): string | undefined {
  if (typeof content === 'string') return content;
  if (!isList(content)) return undefined;
  return content.flatMap((item) => (isObject(item) && typeof item.text === 'string' ? [item.text] : [])).join('');
}

function toolCallOf(call: JsonValue): ToolCall[] {
  if (!isObject(call) || !isObject(call.function) || typeof call.function.name !== 'string') return [];
  const { name, arguments: given } = call.function;
  return [{ name, arguments: typeof given === 'string' ? toolArguments(given) : (given ?? null) }];
}

function tokensOf(usage: JsonObject): TokenUsage {
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = usage;
  return {
    ...(isAmount(prompt) && { prompt }),
    ...(isAmount(completion) && { completion }),
    ...(isAmount(total) && { total }),
  };
}
