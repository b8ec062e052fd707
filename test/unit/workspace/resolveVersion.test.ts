import assert from 'node:assert/strict';
import { resolveVersion } from '../../../src/workspace/resolveVersion.js';
import { gitFixture, type GitFixture } from './gitFixture.js';

describe('the version that a person means', () => {
  let at: GitFixture;
  before(() => {
    at = gitFixture();
    at.commit('first', { 'reply.md': 'Reply.\n' });
    at.branch('try');
    at.commit('tried', { 'reply.md': 'Reply, or not.\n' });
    at.branch('main');
    at.commit('second', { 'reply.md': 'Reply at once.\n' });
    at.git('tag', 'v3', 'try');
    at.git('tag', 'v1', 'try');
  });
  after(() => at.remove());

  const resolve = async (text: string): Promise<string> => (await resolveVersion(await at.open(), 'reply.md', text)).id;

  it('may stand on a branch that is not merged, named by the branch or its commit', async () => {
    const tried = at.id('Reply, or not.\n');
    assert.equal(await resolve('try'), tried);
    assert.equal(await resolve(at.git('rev-parse', 'try')), tried);
    assert.equal(await resolve('main~1'), at.id('Reply.\n'));
  });

  it('is one of the history where that has an ordinal or an id like it, and never a tag that looks like an ordinal', async () => {
    assert.equal(await resolve('v1'), at.id('Reply.\n'));
    assert.equal(await resolve(at.id('Reply at once.\n').slice(0, 5)), at.id('Reply at once.\n'));
    await assert.rejects(resolve('v3'), /has no version "v3"; "history" lists those it has \(v1 to v2\)/);
  });

  it('is not there where neither history nor git knows it, nor where the commit has no such file', async () => {
    await assert.rejects(resolve('nothing'), /has no version "nothing"/);
    await assert.rejects(resolve('--all'), /has no version "--all"/);
    at.git('switch', '--quiet', '--orphan', 'empty');
    at.commit('other', { 'other.md': 'Other.\n' });
    at.git('switch', '--quiet', 'main');
    await assert.rejects(resolve('empty'), /empty has no reply\.md/);
  });
});
