import assert from 'node:assert/strict';
import { parsePrompt } from '../../../src/prompts/formats/index.js';
import { isServedContent, servedContent } from '../../../src/prompts/servedContent.js';

describe('servedContent', () => {
  it('carries what an application needs to call the model', () => {
    const source =
      'model: openai/gpt-4o\nmodelParameters: { maxTokens: 50 }\nmessages: [{ role: user, content: "Hi {{name}}" }]\n';
    const document = parsePrompt('prompts/hello.prompt.yml', source);
    assert.deepEqual(servedContent('prompts/hello', '0123456789ab', document), {
      prompt: 'prompts/hello',
      version: '0123456789ab',
      format: 'prompt-yml',
      model: 'openai/gpt-4o',
      parameters: { max_tokens: 50 },
      messages: [{ role: 'user', content: 'Hi {{name}}' }],
      source,
    });
  });

  it('carries the texts of included files, only where there are any, and takes none from outside', () => {
    const content = servedContent('p', 'v', parsePrompt('p.j2', '{% include "a.j2" %}'), { 'a.j2': 'A' });
    assert.deepEqual(content.includes, { 'a.j2': 'A' });
    assert.ok(isServedContent(content));
    assert.ok(!('includes' in servedContent('p', 'v', parsePrompt('p.j2', 'Hi'), {})));
    for (const includes of ['a', { 'a.j2': 1 }, { '../a.j2': 'A' }, { '/a': 'A' }, { 'a/./b': 'A' }])
      assert.ok(!isServedContent({ ...content, includes }), JSON.stringify(includes));
  });

  it('says null where the prompt names no model', () => {
    assert.equal(servedContent('p', 'v', parsePrompt('p.txt', 'Hello')).model, null);
  });
});
