import assert from 'node:assert/strict';
import { choose, chosenInputs, typeInput, type InputChoice } from '../../../../src/editor/preview/chosenInputs.js';
import type { JsonValue } from '../../../../src/prompts/json.js';
import type { Variable } from '../../../../src/prompts/promptDocument.js';

const variable = (name: string, more: Partial<Variable> = {}): Variable => ({
  name,
  required: true,
  uses: [],
  ...more,
});
const question = variable('question');
const samples = [
  { name: 'one', inputs: { question: 'Where?', extra: 1 } },
  { name: 'two', inputs: { question: 'When?' } },
];

/** What a variable gets where somebody typed something for it, and what is said about it. */
function typed(text: string, one: Variable, before?: JsonValue): readonly [JsonValue | undefined, string | undefined] {
  const own = before === undefined ? [] : [{ name: 'sample', inputs: { [one.name]: before } }];
  const { inputs, fields } = chosenInputs([one], own, typeInput(own, undefined, one.name, text));
  return [inputs[one.name], fields[0]?.problem];
}

describe('chosenInputs', () => {
  it('takes the first sample where nothing is chosen, and none where there is none', () => {
    assert.deepEqual(chosenInputs([question], samples, undefined).inputs, { question: 'Where?', extra: 1 });
    assert.deepEqual(chosenInputs([question], [], undefined), {
      chosen: 'none',
      inputs: {},
      fields: [{ name: 'question', note: 'required', text: '', placeholder: '' }],
    });
  });

  it('takes the sample that is chosen, or no inputs', () => {
    const second = choose(samples, undefined, '1');
    assert.deepEqual(chosenInputs([question], samples, second).inputs, { question: 'When?' });
    assert.deepEqual(chosenInputs([question], samples, choose(samples, second, 'none')).inputs, {});
  });

  it('goes back to the first sample when the chosen one is gone', () => {
    const second = choose(samples, undefined, '1');
    assert.equal(chosenInputs([question], samples.slice(0, 1), second).chosen, '0');
  });

  it('makes what is typed a person’s own inputs, beginning with those that were shown', () => {
    const choice = typeInput(samples, undefined, 'question', 'Why?');
    const { chosen, inputs, fields } = chosenInputs([question, variable('language')], samples, choice);
    assert.equal(chosen, 'own');
    assert.deepEqual(inputs, { question: 'Why?', extra: 1 });
    assert.deepEqual(
      fields.map(({ text }) => text),
      ['Why?', ''],
    );
  });

  it('keeps own inputs while a sample is shown, and every field that was typed in', () => {
    let choice: InputChoice = typeInput(samples, undefined, 'question', 'Why?');
    choice = typeInput(samples, choice, 'extra', 'more');
    choice = choose(samples, choice, '1');
    assert.deepEqual(chosenInputs([question], samples, choice).inputs, { question: 'When?' });
    choice = choose(samples, choice, 'own');
    const both = [question, variable('extra')];
    assert.deepEqual(chosenInputs(both, samples, choice).inputs, { question: 'Why?', extra: 'more' });
  });

  it('takes an emptied field for an input that is not given', () => {
    const choice = typeInput(samples, undefined, 'question', '');
    assert.deepEqual(chosenInputs([question], samples, choice).inputs, { extra: 1 });
  });

  it('tells type, need and default of each variable', () => {
    const limit = variable('limit', { type: 'integer', required: false, default: 3 });
    assert.deepEqual(chosenInputs([limit], [], undefined).fields, [
      { name: 'limit', note: 'integer · optional', text: '', placeholder: 'default: 3' },
    ]);
  });

  it('reads what is typed as the declared type', () => {
    assert.deepEqual(typed('-1.5', variable('n', { type: 'number' })), [-1.5, undefined]);
    assert.deepEqual(typed(' TRUE ', variable('b', { type: 'boolean' })), [true, undefined]);
    assert.deepEqual(typed('{"a": [1]}', variable('o', { type: 'object' })), [{ a: [1] }, undefined]);
    assert.deepEqual(typed('[1, 2]', variable('l', { type: 'array' })), [[1, 2], undefined]);
    assert.deepEqual(typed('12', variable('s', { type: 'string' })), ['12', undefined]);
  });

  it('passes what is not of the type as text, and says so', () => {
    assert.deepEqual(typed('many', variable('n', { type: 'integer' })), ['many', 'Not a number: passed as text.']);
    assert.deepEqual(typed(' ', variable('n', { type: 'integer' })), [' ', 'Not a number: passed as text.']);
    assert.match(typed('yes', variable('b', { type: 'bool' }))[1] ?? '', /^Neither true nor false/);
    assert.match(typed('{a}', variable('o', { type: 'object' }))[1] ?? '', /^Not JSON/);
  });

  it('goes by the default, else by the value before, where no type is declared', () => {
    assert.deepEqual(typed('4', variable('n', { default: 3 })), [4, undefined]);
    assert.deepEqual(typed('["b"]', variable('l'), ['a']), [['b'], undefined]);
    assert.deepEqual(typed('4', variable('s'), 'three'), ['4', undefined]);
  });

  it('holds names that mean something to JavaScript', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const choice = typeInput([], undefined, name, 'x');
      const { inputs, fields } = chosenInputs([variable(name), question], [], choice);
      assert.deepEqual(Object.entries(inputs), [[name, 'x']]);
      assert.deepEqual(
        fields.map(({ text }) => text),
        ['x', ''],
      );
    }
  });
});
