import assert from 'node:assert/strict';
import {
  compareTitle,
  fileLabel,
  indexOf,
  pointLabel,
  pointOf,
  previousOf,
} from '../../../../src/editor/compare/point.js';
import type { VersionList } from '../../../../src/editor/versions/versionList.js';
import type { Version } from '../../../../src/workspace/version.js';

// b came back: the same content in v1 and v3.
const list = listOf('c3', 'b2', 'a1', 'b0');
const [newest, returned, , oldest] = list.versions as [Version, Version, Version, Version];
const saved = { isUnsaved: false };

describe('points of a comparison', () => {
  it('are told apart by commit where a content returned', () => {
    assert.equal(pointLabel(list, pointOf(returned)), 'v3');
    assert.equal(pointLabel(list, pointOf(oldest)), 'v1');
    assert.equal(indexOf(list, { kind: 'version', id: oldest.id, path: oldest.path }), 1);
  });

  it('have digits where the history does not have them', () => {
    assert.equal(pointLabel(list, { kind: 'version', id: '0123456789ab', path: 'x' }), '0123456');
  });

  it('find the version before', () => {
    assert.equal(previousOf(list, pointOf(newest), saved), returned);
    assert.equal(previousOf(list, pointOf(oldest), saved), undefined);
    assert.equal(previousOf(list, { kind: 'version', id: '0123456789ab', path: 'x' }, saved), undefined);
  });

  it('take the newest version as the one before a draft, and the one before it where the file holds that', () => {
    const file = { kind: 'file' } as const;
    assert.equal(previousOf(list, file, { working: 'ffffffffffff', isUnsaved: false }), newest);
    assert.equal(previousOf(list, file, { isUnsaved: true }), newest);
    assert.equal(previousOf(list, file, saved), returned);
    assert.equal(previousOf(listOf(), file, saved), undefined);
  });

  it('call the file a draft only where it holds no version', () => {
    assert.equal(fileLabel(list, undefined, false), 'v4');
    assert.equal(fileLabel(list, oldest.id, false), 'v3');
    assert.equal(fileLabel(list, 'ffffffffffff', false), 'draft');
    assert.equal(fileLabel(list, undefined, true), 'draft');
    assert.equal(fileLabel(listOf(), undefined, false), 'draft');
  });

  it('make the title', () => {
    assert.equal(compareTitle('support-reply', 'v12', 'v13'), 'support-reply v12 ↔ v13');
  });
});

/** The first letter is the content, all of it the commit. */
function listOf(...commits: string[]): VersionList {
  const versions = commits.map((commit): Version => ({
    id: commit.slice(0, 1).repeat(12),
    commit,
    path: 'prompts/support-reply.prompt.yml',
    author: 'Ada',
    email: 'ada@example.org',
    time: '2026-11-22T12:00:00Z',
    subject: commit,
  }));
  return { versions, complete: true, shallow: false };
}
