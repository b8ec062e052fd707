import type { ModelOutput } from '../modelOutput.js';

/** The text that graders look at. Where the model only called tools, it is those calls as JSON, as promptfoo has it. */
export function outputText({ text, toolCalls = [] }: ModelOutput): string {
  if (text !== '' || toolCalls.length === 0) return text;
  return JSON.stringify(
    toolCalls.map(({ name, arguments: given }) => ({
      type: 'function',
      function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
    })),
  );
}
