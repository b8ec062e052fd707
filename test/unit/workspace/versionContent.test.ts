import assert from 'node:assert/strict';
import { readVersion, readVersionFiles } from '../../../src/workspace/versionContent.js';
import { gitFixture, type GitFixture } from './gitFixture.js';

describe('the content of a version', () => {
  const at = (id: string) => ({ id, path: 'a.md' });
  let fixture: GitFixture;
  beforeEach(() => (fixture = gitFixture()));
  afterEach(() => fixture.remove());

  for (const [what, content] of Object.entries({
    'a byte order mark': '\uFEFFtext\r\n',
    'nothing at all': '',
    'a lone line end': '\n',
    'non-ASCII': 'Grüße プロンプト 🚀',
  })) {
    it(`keeps ${what}`, async () => {
      fixture.commit('first', { 'a.md': content });
      assert.equal((await readVersion(await fixture.open(), at(fixture.id(content)))).text, content);
    });
  }

  it('does not throw for bytes that are no UTF-8, and has them as they are', async () => {
    const bytes = Buffer.from([0x61, 0xff, 0xfe, 0x00, 0x62]);
    fixture.commit('first', { 'a.md': bytes });
    const repository = await fixture.open();
    assert.equal((await readVersion(repository, at(fixture.id(bytes)))).text, 'a\uFFFD\uFFFD\0b');
    assert.deepEqual((await readVersionFiles(repository, at(fixture.id(bytes)))).main, bytes);
  });

  it('is not led astray by a branch with those digits for a name', async () => {
    fixture.commit('first', { 'a.md': 'one' });
    fixture.git('branch', fixture.id('one'));
    assert.equal((await readVersion(await fixture.open(), at(fixture.id('one')))).text, 'one');
  });

  it('says so when the repository does not hold it', async () => {
    const commit = fixture.commit('first', { 'a.md': 'one' });
    const repository = await fixture.open();
    for (const id of ['0123456789ab', commit.slice(0, 12), '--all', 'HEAD']) {
      await assert.rejects(readVersion(repository, at(id)), { name: 'HumanError', trouble: 'input' });
    }
  });
});
