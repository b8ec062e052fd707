import assert from 'node:assert/strict';
import { choose, typeInput } from '../../../../src/editor/preview/chosenInputs.js';
import { fillIn, shownTexts } from '../../../../src/editor/preview/fillIn.js';
import { HumanError } from '../../../../src/prompts/humanError.js';
import type { PromptText } from '../../../../src/prompts/promptText.js';
import type { PromptWork } from '../../../../src/prompts/work/promptWork.js';
import { sourceWork } from '../../prompts/work/sourceWork.js';
import { exampleText } from './example.js';

const yml = (text: string): PromptText => ({ path: 'prompts/a.prompt.yml', text, includes: {} });

describe('fillIn', () => {
  it('fills in a prompt with its first sample, and counts tokens', async () => {
    const { samples, texts, words } = await fillIn(sourceWork, [yml(exampleText)], undefined);
    const [one] = texts;
    assert.ok(one);
    assert.deepEqual(shownTexts(one.rendered), ['Answer in English.', 'Where is my parcel?']);
    assert.equal(one.rendered.tokens.length, 2);
    assert.equal(samples.length, 2);
    assert.deepEqual(words, []);
  });

  it('fills in two versions with the same inputs, and finds the words that differ', async () => {
    const older = exampleText.replace('Answer in', 'Reply in').replace(/testData:[^]*/, '');
    const second = choose([{ name: '', inputs: {} }], undefined, '1');
    const { texts, words } = await fillIn(sourceWork, [yml(older), yml(exampleText)], second);
    assert.deepEqual(
      texts.map(({ rendered }) => shownTexts(rendered)),
      [
        ['Reply in German.', 'Wo ist mein Paket?'],
        ['Answer in German.', 'Wo ist mein Paket?'],
      ],
    );
    assert.deepEqual(words, [[{ before: { start: 0, end: 5 }, after: { start: 0, end: 6 } }], []]);
  });

  it('has a field for every variable of either version, and names what each misses or does not use', async () => {
    const newer = exampleText.replace("'{{question}}'", "'{{question}} {{order_id}}'");
    const { inputs, texts } = await fillIn(
      sourceWork,
      [yml(exampleText), yml(newer)],
      typeInput([], undefined, 'order_id', '42'),
    );
    assert.deepEqual(
      inputs.fields.map(({ name }) => name),
      ['language', 'question', 'order_id'],
    );
    const [before, after] = texts.map(({ rendered }) => rendered);
    assert.deepEqual([before?.missing, before?.unused], [['language', 'question'], ['order_id']]);
    assert.deepEqual([after?.missing, after?.unused], [['language', 'question'], []]);
  });

  it('tells of an added message by the whole of it', async () => {
    const longer = exampleText.replace('testData', "  - role: user\n    content: 'More.'\ntestData");
    const { words } = await fillIn(sourceWork, [yml(exampleText), yml(longer)], undefined);
    assert.deepEqual(words, [[], [], [{ before: { start: 0, end: 0 }, after: { start: 0, end: 5 } }]]);
  });

  it('names media by their addresses', async () => {
    const text = '---\nmodel: a\n---\nLook: {{media url=picture}}';
    const { texts } = await fillIn(
      sourceWork,
      [{ path: 'a.prompt', text, includes: {} }],
      typeInput([], undefined, 'picture', 'https://example.org/a.png'),
    );
    assert.deepEqual(texts.map(({ rendered }) => shownTexts(rendered)).flat(), ['Look: [https://example.org/a.png]']);
  });

  const prompty = (id: string): PromptText => ({
    path: 'a.prompty',
    text: `---\nmodel: "\${env:${id}}"\n---\nuser:\nHi\n`,
    includes: {},
  });

  it('hands over the environment variables that each text names, masked where they look like secrets', async () => {
    const handed: unknown[] = [];
    const work: PromptWork = {
      run: (name, takes, signal) => {
        if (name === 'render') handed.push(takes);
        return sourceWork.run(name, takes, signal);
      },
      apart: () => work,
      dispose: () => undefined,
    };
    const values: Readonly<Record<string, string>> = { MODEL: 'gpt-5', MODEL_TOKEN: 'sesame', OTHER: 'x' };
    const both = [prompty('MODEL'), prompty('MODEL_TOKEN')];
    const { texts } = await fillIn(work, both, undefined, (name) => values[name]);
    assert.deepEqual(
      texts.map(({ rendered, unread }) => [rendered.request['model'], rendered.unset, unread]),
      [
        ['gpt-5', [], []],
        ['•••', [], []],
      ],
    );
    assert.doesNotMatch(JSON.stringify(handed), /sesame|OTHER/);
  });

  it('names the environment variables that it may not read', async () => {
    const { texts } = await fillIn(sourceWork, [prompty('MODEL'), prompty('MODEL:gpt-4o')], undefined);
    assert.deepEqual(
      texts.map(({ rendered, unread }) => [rendered.request['model'], unread]),
      [
        ['${env:MODEL}', ['MODEL']],
        ['gpt-4o', ['MODEL']],
      ],
    );
  });

  it('has a prompt that was stopped as a problem, and rejects only when it is cancelled', async () => {
    const stopping = (trouble: 'refused' | 'cancelled'): PromptWork => ({
      run: () => Promise.reject(new HumanError(trouble, 'It was stopped.')),
      apart() {
        return this;
      },
      dispose: () => undefined,
    });
    const { texts } = await fillIn(stopping('refused'), [yml(exampleText)], undefined);
    assert.deepEqual(
      texts.map(({ rendered }) => rendered.problems.map(({ message }) => message)),
      [['It was stopped.']],
    );
    await assert.rejects(fillIn(stopping('cancelled'), [yml(exampleText)], undefined), /stopped/);
  });
});
