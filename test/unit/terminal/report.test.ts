import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { random as luck } from '../../bench/gates/random.js';
import { terminalFixture, type Document, type TerminalFixture } from './terminalFixture.js';

const minute = 60_000;

const strategy = `prompt: answer.md
unit: mail_id
block: 1m
metrics:
  errors: { is: rate, bad: error, margin: 1pp, expect: 4%, segments: [locale] }
stages:
  - { name: canary, traffic: 20%, bake: 2m, samples: 50 }
  - { name: half, traffic: 50%, bake: 2m }
`;

/** What a test looks at of `report --json`. */
interface Told {
  readonly rollout: string;
  readonly isLive: boolean;
  readonly at: string;
  readonly standing: { readonly words: string };
  readonly remarks: readonly string[];
  readonly units: { readonly candidate: number; readonly baseline: number };
  readonly decisions: readonly { readonly who: string; readonly words: string }[];
  readonly metrics: readonly {
    readonly verdict: string;
    readonly candidate?: { readonly units: number };
    readonly segments: readonly { readonly value: string; readonly isCulprit: boolean }[];
  }[];
  readonly rollback: readonly { readonly value: number }[] | null;
}

describe('the report in the terminal', function () {
  this.timeout(60_000);
  let at: TerminalFixture;
  let started: Document;
  const random = luck(3);

  beforeEach(async () => {
    at = terminalFixture();
    at.commit('a strategy that is judged', { 'ai/mail/answer.rollout.yaml': strategy });
    mkdirSync(join(at.root, 'logs'));
    started = await at.json(0, 'start', 'answer');
  });
  afterEach(() => at.remove());

  let units = 0;
  /** Minutes of 400 mails each, of which one version has more errors, in German. */
  function traffic(minutes: number, errors: number): void {
    const lines = Array.from({ length: 400 * minutes }, (_, index) => {
      const arm = random() < 0.2 ? 'candidate' : 'baseline';
      const locale = random() < 0.5 ? 'de' : 'en';
      return JSON.stringify({
        time: new Date(at.now + Math.floor((index / 400) * minute)).toISOString(),
        prompt: 'ai/mail/answer',
        version: arm === 'baseline' ? started.baseline : started.candidate,
        arm,
        unit: `m${(units += 1)}`,
        error: random() < (arm === 'candidate' && locale === 'de' ? errors : 0.04),
        locale,
      });
    });
    appendFileSync(join(at.root, 'logs/mails.jsonl'), `${lines.join('\n')}\n`);
    at.now += minutes * minute;
  }

  async function told(...words: string[]): Promise<Told> {
    const { code, out, aside } = await at.run('report', 'answer', '--json', ...words);
    assert.equal(code, 0, aside);
    return JSON.parse(out) as Told;
  }

  it('prints the live rollout as Markdown, and writes Markdown and HTML', async () => {
    traffic(5, 0.04);
    const { code, out } = await at.run('report', 'answer');
    assert.equal(code, 0);
    assert.match(out, /^### 🔵 answer: running on canary \(20 %\)\n/);
    assert.match(out, /\n```mermaid\nxychart-beta\n/);
    const files = await at.run('report', 'answer', '--markdown', 'report.md', '--html', 'report.html');
    assert.equal(
      files.out,
      'Wrote the report of answer r2 to report.md.\nWrote the report of answer r2 to report.html.\n',
    );
    assert.equal(readFileSync(join(at.root, 'report.md'), 'utf8'), out);
    const html = readFileSync(join(at.root, 'report.html'), 'utf8');
    assert.match(html, /Content-Security-Policy/);
    assert.match(html, /addEventListener\('keydown'/);
    assert.equal((await at.run('report', 'answer', '--html', '-')).out, html);
  });

  it('says what was known when a rollout ended, whatever came later', async () => {
    traffic(12, 0.3);
    await at.run('tick', 'answer');
    const end = at.now;
    const before = await told();
    assert.deepEqual([before.isLive, before.standing.words], [false, 'rolled back (harm)']);
    assert.equal(before.metrics[0]?.verdict, 'harm');
    assert.deepEqual(before.metrics[0].segments[0], { ...before.metrics[0].segments[0], value: 'de', isCulprit: true });
    assert.equal(before.rollback?.at(-1)?.value, 1);
    assert.deepEqual(
      before.decisions.slice(-2).map(({ who }) => who),
      ['Ann', 'rule'],
    );
    traffic(5, 0);
    assert.deepEqual(await told(), before);
    assert.equal(before.at, new Date(end).toISOString());
  });

  it('finds an earlier rollout by its place in the log, and names those there are', async () => {
    traffic(2, 0.04);
    await at.json(0, 'abort', 'answer', '--reason', 'wrong day');
    await at.json(0, 'start', 'answer', '--reason', 'again');
    assert.deepEqual([(await told()).rollout, (await told('--rollout', 'r2')).rollout], ['r3', 'r2']);
    const { code, aside } = await at.run('report', 'answer', '--rollout', 'r9');
    assert.equal(code, 2);
    assert.match(aside, /answer has no rollout "r9" in staging; it has: r2, r3\./);
  });

  it('shows log and stages where the data is gone', async () => {
    traffic(3, 0.04);
    await at.json(0, 'abort', 'answer', '--reason', 'wrong day');
    rmSync(join(at.root, 'logs'), { recursive: true });
    const report = await told();
    assert.match(report.remarks.join(' '), /no data|cannot be read/);
    assert.match(report.decisions.at(-1)?.words ?? '', /^aborted: .*: wrong day$/);
    assert.deepEqual(report.units, { baseline: 0, candidate: 0, segment: 0 });
  });

  it('refuses what it cannot do, in words', async () => {
    const none = await at.run('report', 'greeting');
    assert.deepEqual([none.code, /has not been rolled out in staging yet/.test(none.aside)], [2, true]);
    const both = await at.run('report', 'answer', '--html', '-', '--markdown', '-');
    assert.deepEqual([both.code, /Only one of/.test(both.aside)], [2, true]);
    const nowhere = await at.run('report', 'answer', '--html', 'no/such/folder/report.html');
    assert.deepEqual([nowhere.code, /could not be written to no\/such/.test(nowhere.aside)], [2, true]);
  });

  it('says that nothing is measured', async () => {
    await at.json(0, 'start', 'greeting');
    const { out } = await at.run('report', 'greeting');
    assert.match(out, /- Nothing is measured: the strategy has no metrics/);
    assert.doesNotMatch(out, /\| metric \|/);
  });
});
