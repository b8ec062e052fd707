import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordingsPath, type Recording } from '../../../src/evaluation/recordings/recording.js';
import { requestKey, type ModelRequest } from '../../../src/evaluation/modelRequest.js';
import { runIn } from '../terminal/terminalFixture.js';
import { temporaryFolder } from '../workspace/gitFixture.js';
import { layOutExample } from '../../../scripts/example/layOut.mjs';
import { reply } from '../../../examples/support-chatbot/stand-in/reply.mjs';

/** What a test reads of `eval --json`. */
interface Evaluated {
  readonly holds: boolean;
  readonly reasons: readonly string[];
  readonly cases: number;
  readonly graded: number;
  readonly passed: number;
  readonly comparison: {
    readonly wins: number;
    readonly missing: number;
    readonly regressions: readonly { readonly case: string; readonly critical: boolean }[];
  };
}

describe("the example's offline evaluation", function () {
  this.timeout(60_000);
  const folder = join(temporaryFolder(), 'support-chatbot');
  const recordings = join(folder, recordingsPath('prompts/support-reply'));
  before(() => layOutExample(folder));

  async function evaluated(code: number, ...words: string[]): Promise<Evaluated> {
    const ran = await runIn(folder, ['eval', 'support-reply', '--json', ...words]);
    assert.equal(ran.code, code, ran.out + ran.aside);
    return JSON.parse(ran.out) as Evaluated;
  }

  it('has recordings of all cases for three versions, each what the stand-in answers', () => {
    const lines = readFileSync(recordings, 'utf8').trim().split('\n');
    assert.equal(lines.length, 150);
    for (const { case: of, key, request, sample, output, recorded } of lines.map(
      (line) => JSON.parse(line) as Recording,
    )) {
      assert.equal(requestKey(request, sample), key, of);
      assert.deepEqual(output, reply(request, sample), of);
      assert.match(recorded, /^2026-11-(18|20)T/);
    }
  });

  it('holds for the newest version: all graded, none regressed, some better', async () => {
    const { holds, cases, graded, passed, comparison } = await evaluated(0);
    assert.deepEqual([holds, cases, graded, passed], [true, 50, 50, 50]);
    assert.deepEqual([comparison.wins, comparison.regressions, comparison.missing], [16, [], 0]);
  });

  it('does not hold for the branch that tries even shorter answers, which cannot be started and changes nothing', async () => {
    const { graded, reasons, comparison } = await evaluated(1, '--candidate', 'try-even-shorter');
    assert.deepEqual([graded, comparison.wins, comparison.missing], [50, 0, 0]);
    assert.deepEqual(
      comparison.regressions.filter(({ critical }) => critical).map((one) => one.case),
      ['late-parcel', 'promise-me-a-refund', 'refund-german', 'tracking-delivered-but-missing'],
    );
    assert.equal(comparison.regressions.length, 18);
    const refused = await runIn(folder, ['start', 'support-reply', '--candidate', 'try-even-shorter', '--yes']);
    assert.equal(refused.code, 1);
    for (const reason of reasons) assert.ok(refused.aside.includes(`- ${reason}`), refused.aside);
    assert.equal(git('for-each-ref', 'refs/heads/prompt-rollout'), '');
    assert.equal(git('status', '--porcelain'), '');
  });

  it('has nothing for an edited prompt, until the stand-in is asked for what is missing', async () => {
    const prompt = join(folder, 'prompts/support-reply.prompt.yml');
    writeFileSync(prompt, readFileSync(prompt, 'utf8').replace('at most three short', 'at most two short'));
    assert.equal((await evaluated(1)).graded, 0);
    const { holds, graded, comparison } = await evaluated(0, '--record-missing');
    assert.deepEqual([holds, graded, comparison.regressions], [true, 50, []]);
    assert.equal((await evaluated(0)).graded, 50);
  });

  const git = (...args: string[]): string => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
});

describe('the stand-in for a model', () => {
  const ask = (system: string, question: string, request: Partial<ModelRequest> = {}) =>
    reply({
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: `The customer writes:\n${question}` },
      ],
      ...request,
    }).text;
  const late = 'My parcel is three weeks late. Do I get my money back?';

  it('follows what the prompt says, and nothing else', () => {
    assert.match(ask('Never promise a refund.', late), /check whether a refund is due/);
    assert.match(ask('Be kind.', late), /the refund is on its way/);
    assert.match(ask('Name the rule, such as "refund policy". Never promise a refund.', late), /By the refund policy/);
    assert.match(ask('Track by order\nnumber: ask for it, never guess one.', 'Where is it?'), /your order number/);
    assert.match(ask('Be kind.', 'Where is it?'), /\d{5}/);
    assert.equal(ask('Answer in at most two sentences. Be thorough.', late).match(/[.?](?= |$)/g)?.length, 2);
    assert.match(ask('Always reassure the customer.', late), /^Do not worry:/);
    assert.match(
      ask("Reply in the customer's language. Never promise a refund.", 'Ich will mein Geld.'),
      /Kollege prüft/,
    );
  });

  it('answers the same request alike, and without variation where the prompt is cool', () => {
    const thorough = 'Explain every step.';
    assert.equal(ask(thorough, late), ask(thorough, late));
    const lengths = (temperature: number) =>
      new Set(Array.from({ length: 30 }, (_, n) => ask(thorough, `${late} ${n}`, { temperature }).length)).size;
    assert.equal(lengths(0), 1);
    assert.ok(lengths(0.7) > 1);
  });
});
