import assert from 'node:assert/strict';
import { chosenCases, chosenPrompts, type Request } from '../../../../src/editor/testing/chosenCases.js';

interface Item {
  readonly id: string;
  readonly parent: Item | undefined;
  readonly children: Map<string, Item>;
}

function prompt(id: string, ...cases: readonly string[]): Item {
  const item: Item = { id, parent: undefined, children: new Map() };
  for (const one of cases) item.children.set(one, { id: `${id}\n${one}`, parent: item, children: new Map() });
  return item;
}

describe('what a request of the Test Explorer chooses', () => {
  const reply = prompt('reply', 'a', 'b', 'c');
  const summary = prompt('summary', 'a');
  const unlisted = prompt('unlisted');
  const prompts = [reply, summary, unlisted];
  const of = (item: Item, id: string): Item => item.children.get(id)!;
  const chosen = (change: Partial<Request<Item>>) => {
    const request = { include: undefined, exclude: undefined, ...change };
    return chosenPrompts(prompts, request).map((item) => {
      const { cases, isWhole } = chosenCases(item, request);
      return [item.id, cases.map(({ id }) => id.split('\n')[1]).join(' '), isWhole];
    });
  };

  it('is everything where nothing is included', () => {
    assert.deepEqual(chosen({}), [
      ['reply', 'a b c', true],
      ['summary', 'a', true],
      ['unlisted', '', true],
    ]);
  });

  it('is a whole prompt, or some cases of it', () => {
    assert.deepEqual(chosen({ include: [summary] }), [['summary', 'a', true]]);
    assert.deepEqual(chosen({ include: [of(reply, 'c'), of(reply, 'a')] }), [['reply', 'a c', false]]);
    assert.deepEqual(chosen({ include: [of(reply, 'b'), reply, of(summary, 'a')] }), [
      ['reply', 'a b c', true],
      ['summary', 'a', true],
    ]);
  });

  it('is whole where every case is chosen one by one', () => {
    assert.deepEqual(chosen({ include: [of(reply, 'a'), of(reply, 'b'), of(reply, 'c')] }), [['reply', 'a b c', true]]);
  });

  it('leaves out what is excluded, even of what is included', () => {
    assert.deepEqual(chosen({ include: [reply], exclude: [of(reply, 'b')] }), [['reply', 'a c', false]]);
    assert.deepEqual(chosen({ exclude: [reply, unlisted, of(summary, 'a')] }), [['summary', '', false]]);
  });
});
