import assert from 'node:assert/strict';
import {
  changeKey,
  versionRows,
  type ShownVersions,
  type VersionsRow,
} from '../../../../src/editor/versions/versionRows.js';
import type { VersionList } from '../../../../src/editor/versions/versionList.js';
import { viewMessage } from '../../../../src/editor/versions/viewMessage.js';
import { compareDocuments } from '../../../../src/prompts/comparison/compareDocuments.js';
import { estimateTokens } from '../../../../src/prompts/comparison/countTokens.js';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { unreleased, type PromptState } from '../../../../src/rollout/state.js';
import type { Version } from '../../../../src/workspace/version.js';
import { handle, observation } from '../seenFixture.js';

const now = Date.parse('2026-11-22T12:00:00Z');

describe('the rows of the Versions view', () => {
  it('are the versions from the newest, with ordinals, subject, author and age', () => {
    const [newest, oldest] = rows({ list: list(2) });
    assert.deepEqual([newest?.label, newest?.description], ['v2', 'subject 1 · Ada · 1 day ago']);
    assert.deepEqual([oldest?.label, oldest?.description], ['v1', 'subject 2 · Ada · 2 days ago']);
  });

  it('say what each changed, as far as that is known', () => {
    const shown = list(2);
    const [newest] = shown.versions;
    const change = compareDocuments(parsePrompt('a.md', 'One.'), parsePrompt('a.md', 'One {{name}}.'), estimateTokens);
    const changes = new Map([[changeKey(newest!), change]]);
    const [first, second] = rows({ list: shown, changes });
    assert.equal(first?.description, 'contract · breaks callers · subject 1 · Ada · 1 day ago');
    assert.match(first.tooltip, /\nContract · callers must now pass name\n/);
    assert.equal(second?.description, 'subject 2 · Ada · 2 days ago');
    const draft = rows({ list: shown, working: 'ffffffffffff', draftChange: change })[0];
    assert.deepEqual([draft?.label, draft?.description], ['draft', 'contract · breaks callers']);
  });

  it('have digits, and the same identities, until ordinals are known', () => {
    const before = rows({ list: { ...list(2), complete: false } });
    assert.deepEqual(
      before.map(({ label }) => label),
      ['0000000', '0000000', 'Load more'],
    );
    assert.deepEqual(
      before.slice(0, 2).map(({ id }) => id),
      rows({ list: list(2) }).map(({ id }) => id),
    );
    assert.notEqual(before[0]?.id, before[1]?.id);
  });

  it('give no ordinal in a shallow clone, and say that history is cut off', () => {
    const shown = rows({ list: { ...list(1), shallow: true } });
    assert.deepEqual(
      shown.map(({ kind, label }) => [kind, label]),
      [
        ['version', '0000000'],
        ['note', 'history is cut off: shallow clone'],
      ],
    );
  });

  it('end with "Load more" where there are older ones, and not where there are none', () => {
    assert.deepEqual(
      rows({ list: list(51) })
        .slice(49)
        .map(({ kind }) => kind),
      ['version', 'more'],
    );
    assert.deepEqual(
      rows({ list: list(50) })
        .slice(49)
        .map(({ kind }) => kind),
      ['version'],
    );
    assert.equal(rows({ list: list(51), limit: 100 }).length, 51);
  });

  it('say the cut only below the oldest version', () => {
    assert.equal(rows({ list: { ...list(51), shallow: true } }).at(-1)?.kind, 'more');
  });

  it('begin with the draft only where the file differs from every version', () => {
    assert.equal(rows({ list: list(2), working: 'ffffffffffff' })[0]?.label, 'draft');
    assert.equal(rows({ list: list(2), working: id(2) })[0]?.kind, 'version');
    assert.equal(rows({ list: list(2) })[0]?.kind, 'version');
  });

  it('say of a prompt without versions that it is not committed yet', () => {
    const [draft] = rows({ list: list(0), working: 'ffffffffffff' });
    assert.deepEqual([draft?.kind, draft?.description], ['draft', 'not committed yet']);
  });

  it('mark what is released', () => {
    const shown = rows({ list: list(3), seen: observation({ ...unreleased, is: 'released', released: id(2) }) });
    assert.deepEqual(shown.map(markOf), [undefined, 'released', undefined]);
    assert.equal(shown[1]?.description, 'released · subject 2 · Ada · 2 days ago');
    assert.match(shown[1].tooltip, /^v2 \(0000000\), released in production\n/);
  });

  it('mark baseline and candidate of a live rollout', () => {
    const live = { baseline: id(3), candidate: id(1) } as PromptState['live'] & object;
    const shown = rows({ list: list(3), seen: observation({ ...unreleased, is: 'live', released: id(3), live }) });
    assert.deepEqual(shown.map(markOf), ['candidate', undefined, 'baseline']);
  });

  it('mark only the newest of two with the same content', () => {
    const [first, second] = list(2).versions as [Version, Version];
    const twice = { ...list(0), versions: [first, second, { ...first, commit: 'older' }] };
    const shown = rows({ list: twice, seen: observation({ ...unreleased, is: 'released', released: first.id }) });
    assert.deepEqual(shown.map(markOf), ['released', undefined, undefined]);
  });

  it('tell the name that the file had then, where it was another', () => {
    const [version] = list(1).versions as [Version];
    const [shown] = rows({ list: { ...list(0), versions: [{ ...version, path: 'prompts/old.prompt.yml' }] } });
    assert.match(shown!.tooltip, /File prompts\/old\.prompt\.yml then$/);
  });
});

describe('the message of the Versions view', () => {
  it('asks for a prompt, and leaves the rest to rows and welcome views', () => {
    assert.match(viewMessage(undefined, true, undefined), /^Open a prompt/);
    assert.equal(viewMessage(undefined, false, undefined), '');
    assert.equal(viewMessage(handle(), true, undefined), '');
    assert.equal(viewMessage(handle(), true, 3), '');
  });

  it('says that there is no version yet', () => {
    assert.equal(viewMessage(handle(), true, 0), 'support-reply has no version yet: the first commit makes it.');
  });
});

function rows(shown: Partial<ShownVersions> & Pick<ShownVersions, 'list'>): readonly VersionsRow[] {
  return versionRows({ handle: handle(), seen: undefined, limit: 50, now, ...shown });
}

function markOf(row: VersionsRow): string | undefined {
  return row.kind === 'version' ? row.mark : undefined;
}

/** Versions 1 (the newest) to `count`, one a day. */
function list(count: number): VersionList {
  const versions = Array.from({ length: count }, (_, index): Version => ({
    id: id(index + 1),
    commit: `commit ${index + 1}`,
    path: 'prompts/support-reply.prompt.yml',
    author: 'Ada',
    email: 'ada@example.org',
    time: new Date(now - (index + 1) * 86_400_000).toISOString(),
    subject: `subject ${index + 1}`,
  }));
  return { versions, complete: true, shallow: false, head: 'head' };
}

function id(number: number): string {
  return number.toString(16).padStart(12, '0');
}
