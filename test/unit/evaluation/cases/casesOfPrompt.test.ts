import assert from 'node:assert/strict';
import { madeId } from '../../../../src/evaluation/cases/caseId.js';
import { casesOfPrompt } from '../../../../src/evaluation/cases/casesOfPrompt.js';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';

const cases = (path: string, text: string) => casesOfPrompt(parsePrompt(path, text), path);

describe('casesOfPrompt', () => {
  const github = `messages:
  - { role: user, content: "{{question}}" }
testData:
  - question: Where?
    expected: There.
  - { question: Why?, n: 1 }
  - nonsense
  - question: Where?
evaluators:
  - name: mentions it
    string: { contains: "{{expected}}" }
  - name: is kind
    llm: { modelId: openai/gpt-4o, prompt: "Kind? {{completion}}", choices: [{ choice: yes, score: 1 }] }
  - name: same
    uses: github/similarity
  - name: odd
    sorcery: true
`;

  it('takes the samples of a GitHub prompt, each with all evaluators of the file', () => {
    const [where, why, again] = cases('prompts/a.prompt.yml', github);
    assert.deepEqual(
      [where?.vars, where?.expected, why?.vars, why?.expected, again?.vars],
      [{ question: 'Where?' }, 'There.', { question: 'Why?', n: 1 }, undefined, { question: 'Where?' }],
    );
    assert.deepEqual([where?.id, again?.id], [madeId({ question: 'Where?' }), `${madeId({ question: 'Where?' })}-2`]);
    assert.deepEqual(
      where?.asserts.map(({ type, value, metric }) => [type, value, metric]),
      [
        ['string', { contains: '{{expected}}' }, 'mentions it'],
        [
          'llm',
          { modelId: 'openai/gpt-4o', prompt: 'Kind? {{completion}}', choices: [{ choice: 'yes', score: 1 }] },
          'is kind',
        ],
        ['github/similarity', 'github/similarity', 'same'],
        ['sorcery', true, 'odd'],
      ],
    );
    const { range } = where.place;
    assert.equal(github.slice(range.start, range.end), 'question: Where?\n    expected: There.');
    const evaluator = where.asserts[2]?.range;
    assert.equal(github.slice(evaluator?.start, evaluator?.end), 'name: same\n    uses: github/similarity');
  });

  it('takes the sample of a Prompty file: of version 1, and the examples of version 2', () => {
    const old = '---\nname: a\nsample:\n  q: x\n---\nuser:\n{{q}}\n';
    const perInput = '---\nname: a\ninputs:\n  q: { kind: string, sample: y }\n---\nuser:\n{{q}}\n';
    const list =
      '---\nname: a\ninputs:\n  - { name: q, kind: string, example: z }\n  - { name: r, default: 1 }\n---\nuser:\n{{q}} {{r}}\n';
    const mapping = '---\nname: a\ninputs:\n  q: { kind: string, example: z }\n---\nuser:\n{{q}}\n';
    assert.deepEqual(
      [old, perInput, list, mapping].map((text) => cases('a.prompty', text).map(({ vars }) => vars)),
      [[{ q: 'x' }], [{ q: 'y' }], [{ q: 'z' }], [{ q: 'z' }]],
    );
  });

  it('takes the defaults of the inputs where there is no sample, and they suffice', () => {
    const dotprompt = (rest: string) =>
      `---\ninput:\n  schema:\n    q: string\n    lang: string\n  default:\n    lang: en\n${rest}---\n{{q}} {{lang}}\n`;
    assert.deepEqual(cases('a.prompt', dotprompt('')), []);
    const [only] = cases('a.prompt', dotprompt('    q: hello\n'));
    assert.deepEqual(only?.vars, { q: 'hello', lang: 'en' });
    assert.deepEqual(
      cases('a.prompty', '---\ninputs:\n  q: { default: hi }\n---\nuser:\n{{q}}\n').map(({ vars }) => vars),
      [{ q: 'hi' }],
    );
    assert.deepEqual(cases('a.txt', 'Nothing to fill in'), []);
  });

  it('keeps the ids of samples when the prompt around them changes', () => {
    const ids = (text: string) => cases('a.prompt.yml', text).map(({ id }) => id);
    assert.deepEqual(ids(github.replace('messages:', 'name: new\nmessages:')), ids(github));
  });
});
