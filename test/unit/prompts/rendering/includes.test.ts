import assert from 'node:assert/strict';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { renderPrompt } from '../../../../src/prompts/rendering/renderPrompt.js';

/** One prompt in each language that can include, with the included text by its path. */
const cases: readonly (readonly [path: string, text: string, include: string])[] = [
  ['a.j2', "{% include './parts/tone.j2' %}, {{ name }}", 'parts/tone.j2'],
  ['a.prompty', "user:\n{% include 'tone.j2' %}, {{ name }}", 'tone.j2'],
  ['a.mustache', '{{> tone}}, {{name}}', 'tone.mustache'],
  ['a.hbs', '{{> parts/tone}}, {{name}}', 'parts/tone.hbs'],
  ['a.liquid', "{% render 'tone' %}, {{ name }}", 'tone.liquid'],
  ['a.prompt', '{{> tone}}, {{name}}', '_tone.prompt'],
];

describe('renderPrompt with included files', () => {
  for (const [path, text, include] of cases) {
    it(`${path} includes ${include}`, () => {
      const rendering = renderPrompt(parsePrompt(path, text), {
        inputs: { name: 'Ada' },
        includes: { [include]: 'Be kind' },
      });
      assert.deepEqual(rendering.problems, []);
      assert.deepEqual(rendering.messages, [{ role: 'user', content: [{ text: 'Be kind, Ada' }] }]);
    });

    it(`${path} says that ${include} is missing, or leaves it out`, () => {
      const rendering = renderPrompt(parsePrompt(path, text), { inputs: { name: 'Ada' }, includes: {} });
      const [problem] = rendering.problems;
      if (path === 'a.mustache') assert.deepEqual(rendering.messages[0]?.content, [{ text: ', Ada' }]);
      else assert.equal(problem?.code, 'cannot-render');
      assert.ok(!problem || problem.range.end <= text.length);
    });
  }

  it('puts a mistake where it stands in the file', () => {
    const text = '---\nname: x\n---\nuser:\nfine {{ name }}\nbroken {{ name | }}\n';
    const [problem] = renderPrompt(parsePrompt('a.prompty', text), { inputs: {}, includes: {} }).problems;
    assert.equal(text.slice(0, problem?.range.start).split('\n').length, 6);
  });

  it('names inputs that are missing or never used', () => {
    const text =
      '---\ninputs:\n  - name: tone\n    default: warm\n  - name: question\n---\nuser:\n{{tone}} {{question}}';
    const rendering = renderPrompt(parsePrompt('a.prompty', text), { inputs: { other: 1 }, includes: {} });
    assert.deepEqual([rendering.missing, rendering.unused], [['question'], ['other']]);
    assert.deepEqual(rendering.messages[0]?.content, [{ text: 'warm ' }]);
  });
});
