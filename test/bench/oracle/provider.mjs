// The provider that promptfoo asks: it answers the number of a pair with the pair's output.
import { readFileSync } from 'node:fs';

export default class Provider {
  constructor(options) {
    this.config = options.config;
    this.outputs = JSON.parse(readFileSync(options.config.outputs, 'utf8'));
  }

  id() {
    return 'oracle';
  }

  async callApi(prompt) {
    const { text, toolCalls, finishReason, cost, latency } = this.outputs[Number(prompt)];
    const calls = toolCalls?.map(({ name, arguments: given }, at) => ({
      id: `call_${at}`,
      type: 'function',
      function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
    }));
    return { output: text === '' && calls ? calls : text, finishReason, cost, latencyMs: latency };
  }
}
