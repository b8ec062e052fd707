import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { countVersions, historyPage } from '../../../src/workspace/history.js';
import { gitFixture } from './gitFixture.js';
import { importHistory, type ImportedCommit } from './importHistory.js';

const names = ['a.md', 'sub/b.md', 'c d.md'];
const firstName = 'a.md';
const branches = 3;

interface Step {
  readonly branch: number;
  readonly does: 'edit' | 'rename' | 'rename and edit' | 'merge' | 'elsewhere';
  readonly other: number;
  readonly name: string;
  readonly content: number;
  readonly takes: 'ours' | 'theirs' | 'neither';
  /** Since the commit before; clocks of people run apart. */
  readonly seconds: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  branch: fc.nat(branches - 1),
  does: fc.constantFrom('edit', 'edit', 'rename', 'rename and edit', 'merge', 'merge', 'elsewhere'),
  other: fc.nat(branches - 1),
  name: fc.constantFrom(...names),
  content: fc.nat(9),
  takes: fc.constantFrom('ours', 'theirs', 'neither'),
  seconds: fc.constantFrom(0, 1, 60, -500),
});

/** Like enough that git knows a renamed prompt again. */
const text = (content: number): string =>
  `${Array.from({ length: 20 }, (_, line) => `Rule ${line}: be kind.`).join('\n')}\nVersion ${content}\n`;

interface Point {
  readonly commit: number;
  readonly name: string;
  readonly content: number;
  /** The contents of all commits up to here. */
  readonly seen: ReadonlySet<number>;
}

/** Plays the steps on branches that all begin at one commit, then merges every branch into the first. */
function play(steps: readonly Step[]): {
  readonly commits: readonly ImportedCommit[];
  readonly end: Point;
  readonly contents: readonly number[];
} {
  const commits: ImportedCommit[] = [];
  const contents: number[] = [];
  let time = 1_700_000_000;
  const add = (parents: readonly Point[], name: string, content: number, seconds: number): Point => {
    time += seconds;
    const files = { [name]: text(content), 'other.txt': `${commits.length}\n` };
    commits.push({ parents: parents.map(({ commit }) => commit), time, files, whole: true });
    contents.push(content);
    return {
      commit: commits.length - 1,
      name,
      content,
      seen: new Set([content, ...parents.flatMap(({ seen }) => [...seen])]),
    };
  };
  const first = add([], firstName, 0, 0);
  const tips = Array.from({ length: branches }, () => first);
  for (const { branch, does, other, name, content, takes, seconds } of steps) {
    const ours = tips[branch]!;
    const theirs = tips[other]!;
    if (does === 'merge' && ours.commit !== theirs.commit) {
      const result = { ours: ours.content, theirs: theirs.content, neither: content }[takes];
      tips[branch] = add([ours, theirs], seconds > 0 ? ours.name : theirs.name, result, seconds);
    } else {
      const newName = does.startsWith('rename') ? name : ours.name;
      tips[branch] = add([ours], newName, does.endsWith('edit') ? content : ours.content, seconds);
    }
  }
  let end = tips[0]!;
  for (const tip of tips.slice(1)) end = add([end, tip], end.name, end.content, 1);
  return { commits, end, contents };
}

async function readHistory(commits: readonly ImportedCommit[], name: string, count: number): Promise<string[]> {
  const fixture = gitFixture();
  try {
    importHistory(fixture.root, commits);
    const repository = await fixture.open();
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await historyPage(repository, name, { count, after });
      ids.push(...page.versions.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    assert.equal(await countVersions(repository, name), ids.length);
    return ids;
  } finally {
    fixture.remove();
  }
}

/** The version id that git gives a content. */
function id(content: number): string {
  const bytes = Buffer.from(text(content));
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex').slice(0, 12);
}

describe('histories of any shape', () => {
  it('have as versions the contents that were committed, and no others', async () => {
    const history = fc.array(step, { minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const { commits, end } = play(steps);
        const ids = await readHistory(commits, end.name, 50);
        assert.deepEqual([...new Set(ids)].sort(), [...end.seen].map(id).sort());
        ids.forEach((version, index) => assert.notEqual(version, ids[index + 1]));
      }),
      { numRuns: 16 },
    );
  }).timeout(60_000);

  it('have them in order where nothing was merged, page by page', async () => {
    const line = fc.array(
      step
        .filter(({ does }) => does !== 'merge')
        .map((one) => ({ ...one, branch: 0, seconds: Math.max(0, one.seconds) })),
      { minLength: 1, maxLength: 14 },
    );
    await fc.assert(
      fc.asyncProperty(line, fc.integer({ min: 1, max: 4 }), async (steps, count) => {
        const { commits, contents } = play(steps);
        const made = contents.slice(0, steps.length + 1);
        const expected = made.filter((content, index) => content !== made[index - 1]).reverse();
        assert.deepEqual(await readHistory(commits.slice(0, made.length), nameAfter(steps), count), expected.map(id));
      }),
      { numRuns: 8 },
    );
  }).timeout(60_000);
});

function nameAfter(steps: readonly Step[]): string {
  return steps.findLast(({ does }) => does.startsWith('rename'))?.name ?? firstName;
}
