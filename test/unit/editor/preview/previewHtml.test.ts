import assert from 'node:assert/strict';
import { choose, typeInput, type InputChoice } from '../../../../src/editor/preview/chosenInputs.js';
import { fillIn } from '../../../../src/editor/preview/fillIn.js';
import { previewHtml, unreadableHtml } from '../../../../src/editor/preview/previewHtml.js';
import { sideBySideHtml } from '../../../../src/editor/preview/sideBySideHtml.js';
import { HumanError } from '../../../../src/prompts/humanError.js';
import type { EvaluationWork } from '../../../../src/evaluation/work/jobs.js';
import type { Environment } from '../../../../src/prompts/rendering/environment.js';
import { sourceWork } from '../../prompts/work/sourceWork.js';
import { exampleText } from './example.js';

const hostile = `</script></pre></textarea><img src=x onerror="alert(1)">'&`;

/** The HTML as a browser would show it. */
const seen = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

async function preview(
  text: string,
  choice?: InputChoice,
  path = 'prompts/support reply.prompt.yml',
  work = sourceWork,
  environment?: Environment,
): Promise<string> {
  const { samples, inputs, texts } = await fillIn(work, [{ path, text, includes: {} }], choice, environment);
  const [first] = texts;
  assert.ok(first);
  const side = { ...first, label: 'draft' };
  return previewHtml({ name: 'support-reply', prompt: path, samples, inputs, side, shown: side.rendered }).text;
}

async function sideBySide(before: string, after: string, choice?: InputChoice): Promise<string> {
  const path = 'a.prompt.yml';
  const both = [before, after].map((text) => ({ path, text, includes: {} }));
  const { samples, inputs, texts, words } = await fillIn(sourceWork, both, choice);
  const [left, right] = texts.map((text, index) => ({ ...text, label: `v${index + 1}` }));
  assert.ok(left && right);
  return sideBySideHtml({ name: 'support-reply', prompt: path, samples, inputs, left, right, words }).text;
}

describe('previewHtml', () => {
  it('shows the inputs, the messages by role with their tokens, and the request', async () => {
    const html = await preview(exampleText);
    assert.equal(
      seen(html).replace(/{.*/, '…'),
      'support-reply draft Inputs 1 · Where is my parcel? 2 · Wo ist mein Paket? No inputs My inputs ' +
        'language required English question required Where is my parcel? ' +
        'Messages 2 messages · 9 tokens system 4 tokens Answer in English. user 5 tokens Where is my parcel? ' +
        'Request that would be sent Copy …',
    );
  });

  it('marks estimated tokens', async () => {
    const html = await preview(exampleText.replace('gpt-4o-mini', 'claude'));
    assert.match(seen(html), /2 messages · ~10 tokens system ~5 tokens/);
  });

  it('names what is not given and what is not used', async () => {
    const html = await preview(exampleText, choose([], undefined, 'none'));
    assert.match(seen(html), /Not given: language , question Messages/);
    const unused = await preview(exampleText.replace('{{question}}', 'Hello'));
    assert.match(seen(unused), /Not used by the prompt: question Messages/);
  });

  it('names environment variables that are not set, or not read before one trusts the workspace', async () => {
    const text = '---\nmodel: { id: "${env:<b>}", options: { user: "${env:TEAM:us}" } }\n---\nuser:\nHi\n';
    const trusted = await preview(text, undefined, 'a.prompty', sourceWork, () => undefined);
    assert.match(seen(trusted), /Environment variables that are not set: &lt;b&gt; Messages/);
    assert.doesNotMatch(seen(trusted), /TEAM/);
    const untrusted = await preview(text, undefined, 'a.prompty');
    assert.match(seen(untrusted), /not read until you trust this workspace: &lt;b&gt; , TEAM Messages/);
    assert.doesNotMatch(seen(untrusted), /not set/);
  });

  it('binds a label to every field, whatever the names are', async () => {
    const html = await preview('Hi {{a b}} {{é}} {{"}} {{constructor}}', undefined, 'prompts/a b.mustache');
    const labels = [...html.matchAll(/<label for="([^"]*)"/g)].map(([, id]) => id);
    const fields = [...html.matchAll(/<(?:textarea|select)[^>]* id="([^"]*)"|<(?:textarea|select) id="([^"]*)"/g)];
    assert.ok(labels.length > 2);
    assert.deepEqual(
      labels,
      fields.map(([, one, other]) => one ?? other),
    );
    assert.equal(new Set(labels).size, labels.length);
    for (const id of labels) assert.match(id ?? '', /^[\w.-]+$/);
  });

  it('shows what is wrong with the text, with its place', async () => {
    const html = await preview('---\nname: a\n---\nuser:\nHello {% if %}', undefined, 'a.prompty');
    assert.match(html, /data-action="goTo" data-value="0 \d+ \d+">Line 5<\/button>/);
    assert.match(seen(html), /Error Line 5 : This prompt cannot be filled in: .* No messages\./);
  });

  it('offers to try again what was stopped', async () => {
    const stopping: EvaluationWork = {
      run: () => Promise.reject(new HumanError('refused', 'It took too long.')),
      apart() {
        return this;
      },
      dispose: () => undefined,
    };
    const html = await preview(exampleText, undefined, 'a.prompt.yml', stopping);
    assert.match(seen(html), /Error It took too long\. Try again Messages/);
    assert.match(html, /data-action="again"/);
  });

  it('keeps the messages from before an error, and says so', async () => {
    const path = 'a.prompty';
    const read = async (text: string) => fillIn(sourceWork, [{ path, text, includes: {} }], undefined);
    const [good, bad] = [await read('user:\nHello'), await read('user:\nHello {% if %}')];
    const [before, now] = [good.texts[0], bad.texts[0]];
    assert.ok(before && now);
    const html = previewHtml({
      name: 'a',
      prompt: path,
      samples: bad.samples,
      inputs: bad.inputs,
      side: { ...now, label: '' },
      shown: before.rendered,
    }).text;
    assert.match(html, /class="stale"/);
    assert.match(seen(html), /Error Line 2 : .* Messages as they were before the error user .* Hello Request/);
  });

  it('keeps white space, a leading line end too', async () => {
    const html = await preview('user:\n{{question}}', typeInput([], undefined, 'question', '\n  a\n'), 'a.prompty');
    assert.ok(html.includes('>\n\n  a\n</textarea>'), html);
    assert.ok(html.includes('<pre class="text">\n  a</pre>'), html);
  });

  it('shows the beginning of what is too long, and says how much is left', async () => {
    const html = await preview(exampleText, typeInput([], undefined, 'question', 'x '.repeat(30_000)));
    assert.match(seen(html), /10,000 more characters: copy the request to see them\./);
  });

  it('leaves hostile texts texts, wherever they stand', async () => {
    const yaml = JSON.stringify(hostile);
    const text = `name: ${yaml}
messages:
  - role: system
    content: ${yaml}
  - role: ${yaml}
    content: '{{question}}'
testData:
  - question: ${yaml}
    ${yaml}: 1
`;
    for (const html of [
      await preview(text),
      await preview(text, typeInput([], undefined, 'question', hostile)),
      await preview(`---\ninputs:\n  ${yaml}: ${yaml}\n---\nuser:\nHello`, undefined, 'a.prompty'),
      await sideBySide(text, text.replace('question}}', 'question}} more')),
      unreadableHtml(hostile, hostile).text,
    ]) {
      assert.ok(html.includes('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;'));
      assert.doesNotMatch(html, /<(img|script)|<\/script|onerror="/);
    }
  });
});

describe('sideBySideHtml', () => {
  const longer = exampleText.replace('Answer in', 'Reply politely in');

  it('marks the words that differ, on both sides', async () => {
    const html = await sideBySide(exampleText, longer);
    assert.match(html, /<del>Answer<\/del> in English\./);
    assert.match(html, /<ins>Reply politely<\/ins> in English\./);
    assert.match(seen(html), /^support-reply v1 ↔ v2 Inputs .* v1 2 messages · 9 tokens v2 2 messages · \d+ tokens/);
  });

  it('says where nothing differs', async () => {
    const html = await sideBySide(exampleText, exampleText.replace('name: Support reply', 'name: Reply'));
    assert.match(seen(html), /Nothing differs with these inputs\./);
    assert.doesNotMatch(seen(await sideBySide(exampleText, longer)), /Nothing differs/);
  });

  it('shows where one side has no such message', async () => {
    const html = await sideBySide(exampleText, exampleText.replace(/ {2}- role: user\n.*\n/, ''));
    assert.match(html, /<del>Where is my parcel\?<\/del>/);
    assert.match(seen(html), /v2 has no message here\./);
  });

  it('says on which side something is missing or wrong', async () => {
    const html = await sideBySide(exampleText, exampleText.replace('{{question}}', '{{question}} {{order_id}}'));
    assert.match(seen(html), /v1 2 messages · 9 tokens v2 2 messages · \d+ tokens Not given: order_id/);
  });
});
