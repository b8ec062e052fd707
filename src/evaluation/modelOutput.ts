import type { JsonValue } from '../prompts/json.js';

/** What a model answered to one request, however it was come by. */
export interface ModelOutput {
  /** Empty where the model only called tools. */
  readonly text: string;
  /** In OpenAI's form. */
  readonly toolCalls?: readonly ToolCall[];
  /** In OpenAI's words: `stop`, `length`, `tool_calls`, `content_filter`. */
  readonly finishReason?: string;
  readonly tokens?: TokenUsage;
  /** US dollars, where the provider says so, or the price of its tokens is known. */
  readonly cost?: number;
  /** Milliseconds; absent where the output was not made now. */
  readonly latency?: number;
  /** Which model answered, as it calls itself. */
  readonly model?: string;
  /** When it was recorded (ISO 8601); absent where it was made now. */
  readonly recorded?: string;
  /** The model was asked something near the request, not the request itself. */
  readonly approximate?: true;
}

export interface ToolCall {
  readonly name: string;
  /** Parsed where it is JSON, else the text as it came. */
  readonly arguments: JsonValue;
}

export interface TokenUsage {
  readonly prompt?: number;
  readonly completion?: number;
  readonly total?: number;
}
