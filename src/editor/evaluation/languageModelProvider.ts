import * as vscode from 'vscode';
import { atMost } from '../../evaluation/providers/atMost.js';
import type { ModelRequest } from '../../evaluation/modelRequest.js';
import type { ModelOutput } from '../../evaluation/modelOutput.js';
import type { Asked, Missing, Provider } from '../../evaluation/providers/provider.js';
import { HumanError, messageOf } from '../../prompts/humanError.js';
import { isList, isObject } from '../../prompts/json.js';

/**
 * Asks a language model of the editor. Only for what a person has just asked for, since VS Code may want their consent.
 * Approximate: these models know no system messages, which are sent as the user's, and may heed no parameter.
 */
export function languageModelProvider(model: vscode.LanguageModelChat): Provider {
  const inTurn = atMost(2);
  return {
    name: `${model.name} in the editor`,
    live: true,
    approximate: true,
    complete: (asked, signal) => inTurn(() => complete(model, asked, signal)),
  };
}

async function complete(
  model: vscode.LanguageModelChat,
  { request, case: of, prompt }: Asked,
  signal: AbortSignal,
): Promise<ModelOutput | Missing> {
  const { model: _, messages: _messages, tools, response_format: format, ...modelOptions } = request;
  const messages = messagesOf(request);
  if (!messages || tools !== undefined || format !== undefined)
    return { missing: `The editor's models are sent texts alone, and case ${of} of ${prompt} needs more than that.` };

  const none = `There is no output for case ${of} of ${prompt}`;
  const cancelling = new vscode.CancellationTokenSource();
  // Not every model ends when it is told to.
  const cancelled = new Promise<never>((_resolve, reject) => {
    const cancel = (): void => {
      cancelling.cancel();
      reject(new HumanError('cancelled', `${none}: cancelled.`));
    };
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
  const start = performance.now();
  const asking = async (): Promise<string> => {
    const response = await model.sendRequest(messages, { modelOptions }, cancelling.token);
    let text = '';
    for await (const piece of response.text) text += piece;
    return text;
  };
  try {
    const text = await Promise.race([cancelled, asking()]);
    return { text, model: model.id, approximate: true, latency: performance.now() - start };
  } catch (error) {
    if (error instanceof HumanError) throw error;
    throw new HumanError('unreachable', `${none}: ${model.name} said: ${messageOf(error)}`, { cause: error });
  }
}

/** Undefined where a message holds something else than text. */
function messagesOf({ messages }: ModelRequest): vscode.LanguageModelChatMessage[] | undefined {
  if (!isList(messages)) return undefined;
  const sent = messages.flatMap((message) => {
    if (!isObject(message) || typeof message.content !== 'string') return [];
    const { Assistant, User } = vscode.LanguageModelChatMessageRole;
    return [new vscode.LanguageModelChatMessage(message.role === 'assistant' ? Assistant : User, message.content)];
  });
  return sent.length === messages.length ? sent : undefined;
}
