import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fine, hang, startModelServer, status, type ModelServer } from '../evaluation/providers/modelServer.js';
import { gitFixture, type GitFixture } from '../workspace/gitFixture.js';
import { runIn, type Ran } from './terminalFixture.js';

interface EvalDocument {
  readonly prompt: string;
  readonly candidate: string;
  readonly baseline: string | null;
  readonly cases: number;
  readonly graded: number;
  readonly passed: number;
  readonly failed: number;
  readonly missing: number;
  readonly unsupported: number;
  readonly coverage: number;
  readonly holds: boolean;
  readonly reasons: readonly string[];
  readonly digest: string;
  readonly results: readonly { readonly case: string; readonly status: string; readonly reasons?: readonly string[] }[];
  readonly notSupported: readonly { readonly what: string }[];
  readonly comparison: {
    readonly wins: number;
    readonly ties: number;
    readonly missing: number;
    readonly regressions: readonly {
      readonly case: string;
      readonly critical: boolean;
      readonly output: string;
      readonly baselineOutput: string;
      readonly reasons: readonly string[];
    }[];
    readonly mcnemar: { readonly p: number; readonly verdict: string };
    readonly scoreDelta: { readonly mean: number; readonly low: number; readonly high: number } | null;
  } | null;
}

const cases = `prompt: reply.md
cases:
  - { id: late, critical: true, vars: { question: My parcel is late }, assert: [{ type: icontains, value: policy }] }
  - { id: torn, tags: [damage], vars: { question: It is torn }, assert: [{ type: icontains, value: torn }] }
  - { id: lost, vars: { question: It is lost }, assert: [{ type: icontains, value: lost }] }
`;
const strategy = `prompt: reply.md
unit: id
offline: { cases: reply.cases.yaml, max_regressions: 0, coverage: 90% }
stages:
  - { name: some, traffic: 10%, bake: 1s }
  - { name: all, traffic: 100%, bake: 1s }
`;
/** The server says in capitals what it is asked. */
const good = 'Name the policy.\n\n{{question}}\n';
const better = 'Kindly name the policy.\n\n{{question}}\n';
const bad = 'Be brief.\n\n{{question}}\n';

describe('evaluating in the terminal', function () {
  this.timeout(60_000);
  let server: ModelServer;
  let at: GitFixture;
  beforeEach(async () => {
    server = await startModelServer();
    at = gitFixture();
    at.commit('good', {
      'prompt-rollout.yaml': `evaluation: { provider: { type: openai, url: "${server.url}", timeout: 5, concurrency: 2 } }\n`,
      'prompts/reply.md': good,
      'prompts/reply.cases.yaml': cases,
      'prompts/reply.rollout.yaml': strategy,
    });
    at.commit('better', { 'prompts/reply.md': better });
  });
  afterEach(async () => {
    await server.close();
    at.remove();
  });

  const run = (...words: string[]): Promise<Ran> => runIn(at.root, words);
  const json = async (code: number, ...words: string[]): Promise<EvalDocument> => {
    const ran = await run('eval', ...words, '--json');
    assert.equal(ran.code, code, ran.out + ran.aside);
    return JSON.parse(ran.out) as EvalDocument;
  };
  const recordings = (): string => readFileSync(join(at.root, 'prompts/reply.recordings.jsonl'), 'utf8');

  it('records what is missing, replays it without a call, and compares', async () => {
    const recorded = await json(0, '--record-missing');
    assert.equal(server.calls.length, 6);
    const replayed = await json(0);
    const withoutLatency = ({ comparison, ...rest }: EvalDocument) => ({ ...rest, ...comparison, latency: undefined });
    assert.deepEqual(withoutLatency(recorded), withoutLatency(replayed));
    assert.equal(server.calls.length, 6, 'the server sees no call on replay');
    assert.deepEqual(
      [recorded.prompt, recorded.candidate, recorded.baseline],
      ['prompts/reply', at.id(better), at.id(good)],
    );
    const { cases: all, graded, passed, failed, missing, unsupported, coverage } = recorded;
    assert.deepEqual([all, graded, passed, failed, missing, unsupported, coverage], [3, 3, 3, 0, 0, 0, 1]);
    const { wins, regressions, ties, mcnemar, scoreDelta } = recorded.comparison!;
    assert.deepEqual([wins, regressions, ties, mcnemar.verdict], [0, [], 3, 'too few to tell']);
    assert.deepEqual(scoreDelta, { mean: 0, low: 0, high: 0 });
    const lines = recordings().trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { case: string }).case),
      ['late', 'late', 'lost', 'lost', 'torn', 'torn'],
    );
  });

  it('asks for everything anew, or asks and keeps nothing', async () => {
    await json(0, '--record-missing');
    await json(0, '--refresh');
    assert.equal(server.calls.length, 12);
    const before = recordings();
    await json(0, '--live', '--samples', '3', '--baseline', 'none');
    assert.equal(server.calls.length, 21);
    assert.equal(recordings(), before);
    assert.match((await run('eval', '--live', '--refresh')).aside, /Only one of/);
    assert.match((await run('eval', '--samples', 'many')).aside, /--samples is a whole number/);
  });

  it('resumes a recording that was interrupted, and asks for nothing twice', async () => {
    server.behave(fine, fine, fine, hang);
    const stop = new AbortController();
    const interrupted = runIn(at.root, ['eval', '--record-missing'], {}, stop.signal);
    while (server.calls.length < 5) await sleep(10);
    const aborted = performance.now();
    stop.abort('SIGINT');
    assert.equal((await interrupted).code, 130);
    assert.ok(performance.now() - aborted < 1000, 'within a second');
    assert.ok(!existsSync(join(at.root, 'prompts/reply.recordings.jsonl')));
    server.behave(fine);
    const asked = server.calls.length;
    assert.equal((await json(0, '--record-missing')).graded, 3);
    assert.equal(server.calls.length - asked, 3);
  });

  it('says what is broken where a model cannot be asked, and loses nothing', async () => {
    server.behave(fine, status(401, '{"error":{"message":"who are you"}}'));
    const { code, aside } = await run('eval', '--record-missing');
    assert.notEqual(code, 0);
    assert.match(aside, /who are you|401/);
    server.behave(fine);
    const asked = server.calls.length;
    await json(0, '--record-missing');
    assert.ok(server.calls.length - asked <= 5);
  });

  it('tells a miss with what is nearest, and never a pass', async () => {
    await json(0, '--record-missing');
    at.write({ 'prompts/reply.md': bad });
    const found = await json(1);
    assert.deepEqual([found.graded, found.passed, found.missing, found.coverage], [0, 0, 3, 0]);
    assert.match(found.results[0]?.reasons?.[0] ?? '', /was not recorded\. Nearest is what was recorded for it/);
    assert.deepEqual(found.reasons, ['No case could be graded.', '0 of 3 cases graded; the strategy asks for 90 %.']);
  });

  it('puts regressions first, writes reports, and fails', async () => {
    at.write({ 'prompts/reply.md': bad });
    const found = await json(1, '--record-missing', '--junit', 'j.xml', '--markdown', 'r.md', '--promptfoo', 'p.json');
    const [late] = found.comparison!.regressions;
    assert.deepEqual([found.comparison!.regressions.length, late?.case, late?.critical], [1, 'late', true]);
    assert.match(late?.output ?? '', /BE BRIEF/);
    assert.match(late?.baselineOutput ?? '', /NAME THE POLICY/);
    assert.match(late?.reasons[0] ?? '', /^icontains: /);
    assert.deepEqual(found.reasons, ['Critical cases regressed: late.', '1 case regressed; at most 0 may.']);
    const read = (name: string): string => readFileSync(join(at.root, name), 'utf8');
    assert.match(read('j.xml'), /<testsuite name="prompts\/reply" tests="4" failures="2" skipped="0"/);
    assert.match(read('r.md'), /^### ❌ reply: [0-9a-f]{7} → draft\n[^]*#### Regressions\n\n\*\*late\*\* \(critical\)/);
    const { results } = JSON.parse(read('p.json')) as { results: { stats: unknown; results: unknown[] } };
    assert.equal(results.results.length, 6);
    const { out } = await run('eval');
    assert.match(out, /the offline gate does not hold\n {2}Critical cases regressed: late\.\n/);
    assert.match(out, /Regressions \(1\)\n {2}late \(critical\)\n {4}icontains: /);
  });

  it('is bound to what it was computed from', async () => {
    const { digest } = await json(0, '--record-missing');
    assert.equal((await json(0)).digest, digest);
    at.write({ 'prompts/reply.cases.yaml': cases.replace('tags: [damage]', 'tags: [torn]') });
    assert.notEqual((await json(0)).digest, digest);
  });

  it('compares with a branch, as a pull request wants it, under an earlier name too', async () => {
    at.branch('pull');
    at.rename('prompts/reply.md', 'prompts/answer.md', {
      'prompts/reply.cases.yaml': null,
      'prompts/reply.rollout.yaml': null,
      'prompts/answer.cases.yaml': cases.replace('reply.md', 'answer.md'),
    });
    at.commit('bad', { 'prompts/answer.md': bad });
    const found = await json(1, 'answer', '--baseline', 'main', '--record-missing');
    assert.deepEqual([found.baseline, found.candidate], [at.id(better), at.id(bad)]);
    assert.equal((await run('eval', 'answer', '--baseline', 'nowhere')).code, 2);
  });

  it('refuses cases with mistakes, where fewer would be run than were written', async () => {
    at.write({ 'prompts/reply.cases.yaml': `${cases}  - { id: late, asert: [] }\n` });
    const { code, aside } = await run('eval');
    assert.equal(code, 2);
    assert.match(aside, /prompts\/reply\.cases\.yaml:6:\d+ error/);
    at.write({ 'prompts/reply.cases.yaml': 'prompt: reply.md\ncases: []\n' });
    assert.match((await run('eval')).aside, /has no cases to evaluate/);
  });

  it('holds back a start whose evaluation does not hold, and logs the one that does', async () => {
    const missing = await run('start', '--yes');
    assert.equal(missing.code, 1);
    assert.match(missing.aside, /offline evaluation does not hold:\n- No case could be graded\./);
    await json(0, '--record-missing');
    at.commit('bad', { 'prompts/reply.md': bad });
    await json(1, '--record-missing');
    const refused = await run('start', '--yes');
    assert.match(refused.aside, /- Critical cases regressed: late\.\n[^]*Nothing was changed\./);
    assert.ok(!existsSync(join(at.root, 'flags.flagd.json')));

    const asked = server.calls.length;
    assert.equal((await run('start', '--candidate', 'v2', '--yes')).code, 0);
    assert.equal(server.calls.length, asked, 'a start asks no model');
    const { out } = await run('log', '--json');
    const { events } = JSON.parse(out) as { events: readonly { event: string; offline?: { digest: string } }[] };
    const started = events.find(({ event }) => event === 'start');
    const { digest, ...figures } = started?.offline ?? { digest: '' };
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.deepEqual(figures, { cases: 3, graded: 3, passed: 3, regressions: 0 });
    assert.match((await run('log')).out, /started \w{7} → \w{7} at some \(10 %\), offline 3\/3/);
  });

  it('evaluates a promptfoo project as it is, and names what is not supported', async () => {
    at.commit('promptfoo', {
      'promptfooconfig.yaml': 'prompts: [file://ask.txt]\nproviders: [openai:gpt-4o-mini]\ntests: file://tests.csv\n',
      'ask.txt': 'Please answer: {{question}}',
      'tests.csv':
        'question,__expected,__metadata:area\nWhere is it?,icontains:where,tracking\nWhy?,contains:because,\nHow?,javascript:output.length > 2,\n',
    });
    const before = at.git('status', '--porcelain');
    const found = await json(0, 'ask.txt', '--record-missing', '--baseline', 'none');
    assert.deepEqual([found.cases, found.passed, found.failed, found.unsupported], [3, 1, 1, 1]);
    assert.deepEqual(
      found.notSupported.map(({ what }) => what),
      ['providers: openai:gpt-4o-mini'],
    );
    assert.match(found.results[2]?.reasons?.[0] ?? '', /^javascript: /);
    assert.equal(found.comparison, null);
    assert.equal(at.git('status', '--porcelain').replace('?? ask.recordings.jsonl', '').trim(), before);
  });

  it('shows how far it is where somebody sees it', async () => {
    const lines: string[] = [];
    let now = 0;
    await runIn(at.root, ['eval', '--record-missing'], {
      now: () => (now += 200),
      progress: (line) => lines.push(line),
    });
    assert.deepEqual([lines[0], lines.at(-2), lines.at(-1)], ['1 of 3 cases graded', '3 of 3 cases graded', '']);
  });
});
