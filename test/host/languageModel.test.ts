import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { languageModelProvider } from '../../src/editor/evaluation/languageModelProvider.js';

describe('the provider that asks a language model of the editor', () => {
  const { signal } = new AbortController();
  const asked = (request: object) => ({
    prompt: 'prompts/reply',
    version: '9f2c1a7be340',
    case: 'late',
    sample: 0,
    request: request as never,
  });
  const messages = [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Where is it?' },
    { role: 'assistant', content: 'Near.' },
  ];

  /** A model that answers in pieces; what it was sent goes to `sent`. */
  const modelOf = (answer: (token: vscode.CancellationToken) => AsyncIterable<string>, sent: unknown[] = []) =>
    ({
      name: 'Tiny',
      id: 'tiny-1',
      sendRequest: (
        all: vscode.LanguageModelChatMessage[],
        { modelOptions }: vscode.LanguageModelChatRequestOptions,
        token: vscode.CancellationToken,
      ) => {
        sent.push(
          ...all.map(({ role, content }) => [role, (content[0] as vscode.LanguageModelTextPart).value]),
          modelOptions,
        );
        return Promise.resolve({ text: answer(token) });
      },
    }) as unknown as vscode.LanguageModelChat;

  it('sends messages and parameters, and joins the pieces of the answer, which is marked as approximate', async () => {
    const sent: unknown[] = [];
    const provider = languageModelProvider(
      modelOf(async function* () {
        yield* await Promise.resolve(['On its ', 'way.']);
      }, sent),
    );
    const output = await provider.complete(asked({ model: 'gpt-4o', messages, temperature: 0.3 }), signal);
    assert.ok('text' in output && output.latency !== undefined);
    assert.deepEqual(
      { ...output, latency: 0 },
      { text: 'On its way.', model: 'tiny-1', approximate: true, latency: 0 },
    );
    assert.equal(provider.approximate, true);
    const { Assistant, User } = vscode.LanguageModelChatMessageRole;
    assert.deepEqual(sent, [[User, 'Be kind.'], [User, 'Where is it?'], [Assistant, 'Near.'], { temperature: 0.3 }]);
  });

  it('has no output where more than text is to be sent', async () => {
    const provider = languageModelProvider(modelOf(() => assert.fail('it was asked')));
    const image = { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] };
    for (const request of [
      { messages, tools: [] },
      { messages: [image] },
      { messages, response_format: { type: 'json_object' } },
    ]) {
      const output = await provider.complete(asked(request), signal);
      assert.match('missing' in output ? output.missing : '', /case late of prompts\/reply needs more than that/);
    }
  });

  it('says what the model said when it refuses, and is cancelled at once even where the model goes on', async () => {
    const refusing = languageModelProvider(
      modelOf(() => {
        throw vscode.LanguageModelError.Blocked('over the quota');
      }),
    );
    await assert.rejects(refusing.complete(asked({ messages }), signal), {
      name: 'HumanError',
      message: /case late of prompts\/reply: Tiny said: over the quota/,
    });
    const cancelling = new AbortController();
    let wasTold = false;
    const endless = languageModelProvider(
      modelOf(async function* (token) {
        token.onCancellationRequested(() => (wasTold = true));
        yield await new Promise<string>(() => undefined);
      }),
    );
    const waiting = endless.complete(asked({ messages }), cancelling.signal);
    setTimeout(() => cancelling.abort(), 50);
    await assert.rejects(waiting, { name: 'HumanError', trouble: 'cancelled' });
    assert.equal(wasTold, true);
  });
});
