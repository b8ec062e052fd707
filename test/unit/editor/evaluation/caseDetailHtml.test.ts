import assert from 'node:assert/strict';
import { caseDetailHtml } from '../../../../src/editor/evaluation/caseDetailHtml.js';
import { caseMarks } from '../../../../src/editor/evaluation/caseMarks.js';
import { caseRow, casesOf } from '../../../../src/editor/evaluation/caseRows.js';
import type { CaseResult } from '../../../../src/evaluation/caseResult.js';
import type { Grade } from '../../../../src/evaluation/graders/grader.js';
import { sourceWork } from '../../prompts/work/sourceWork.js';
import { caseOf, contains, evaluationOf, resultOf } from '../../evaluation/evaluationFixture.js';
import { seen } from './evaluationPage.js';

const hostile = '</pre></script><img src=x onerror="alert(1)">';
const names = { prompt: 'reply', candidate: 'draft', baseline: 'v1' };
const now = Date.parse('2026-11-22T10:00:00Z');

async function detail(before: CaseResult | undefined, candidate: CaseResult): Promise<string> {
  const run = (result: CaseResult) => ({ live: false, results: [result] });
  const [row] = casesOf(evaluationOf(before && run(before), run(candidate))).map(caseRow);
  const { baseline: _, ...alone } = names;
  return caseDetailHtml({ row: row!, names: before ? names : alone, now, marks: await caseMarks(sourceWork, row!) })
    .text;
}

describe('an unfolded case', () => {
  const one = caseOf('late', {
    vars: { question: 'Where is it?', order: { id: 7 } },
    expected: 'On its way.',
    description: 'Burnt by it',
  });

  it('shows inputs, both outputs with the words that differ, how old they are, checks and prompts', async () => {
    const output = { recorded: '2026-11-20T10:00:00Z', model: 'gpt-4o-mini', tokens: { total: 120 }, cost: 0.0012 };
    const before = resultOf(one, 'passed', { ...output, text: 'Your parcel is late.' });
    const after = resultOf(one, 'failed', { ...output, text: 'Your parcel is lost.' });
    const said = await detail(before, {
      ...after,
      messages: [{ role: 'system', content: [{ text: 'Be brief.' }] }, ...after.messages],
    });
    assert.match(
      seen(said),
      /^Open Case Show What Changed prompts\/a\.cases\.yaml Burnt by it Inputs question Where is it\? order \{&quot;id&quot;:7\} Outputs Baseline v1 recorded 2 days ago · gpt-4o-mini · 120 tokens · \$0\.00120 Your parcel is late \. Candidate draft recorded 2 days ago .* Your parcel is lost \. Check Baseline Candidate contains yes ✓ pass it passes ✕ fail it failes Accepted output On its way\. Prompt as it was filled in — 2 of 2 messages differ/,
    );
    assert.match(said, /Your parcel is <del>late<\/del>\./);
    assert.match(said, /Your parcel is <ins>lost<\/ins>\./);
    assert.match(said, /Baseline has no message here\./);
  });

  it('says why there is no output, and never shows that of the other version instead', async () => {
    const said = seen(await detail(resultOf(one, 'passed'), resultOf(one, 'missing')));
    assert.match(said, /Baseline v1 passed Candidate draft Missing not recorded Check/);
    assert.match(said, /✓ pass it passes no output/);
    const broken = { ...resultOf(one, 'failed'), samples: [{ problem: 'A template is broken.', grades: [] }] };
    assert.match(seen(await detail(resultOf(one, 'passed'), broken)), /Candidate draft Error A template is broken\./);
  });

  it('shows what a set is made of, and what could not be checked', async () => {
    const grade = (verdict: Grade['verdict'], type: string): Grade => ({
      verdict,
      score: 0,
      reason: `${type} says so`,
      assertion: { ...contains, type, threshold: 0.5 },
    });
    const set = {
      ...grade('fail', 'assert-set'),
      grades: [grade('unsupported', 'similar'), grade('fail', 'contains')],
    };
    const result = { ...resultOf(one, 'failed'), samples: [{ output: { text: 'no' }, grades: [set] }] };
    const said = await detail(undefined, result);
    assert.match(
      seen(said),
      /Check Candidate assert-set yes at least 0\.5 ✕ fail assert-set says so similar yes at least 0\.5 – unsupported similar says so contains/,
    );
    assert.match(said, /class="depth-1"/);
    assert.doesNotMatch(said, /Baseline|Show What Changed/);
  });

  it('shows inputs, outputs, prompts, checks and reasons as text, whatever they are', async () => {
    const of = caseOf(hostile, {
      vars: { [hostile]: hostile },
      description: hostile,
      expected: hostile,
      place: { path: hostile, range: { start: 0, end: 0 } },
    });
    const result = (text: string): CaseResult => {
      const made = resultOf(of, 'failed', { text, model: hostile });
      const assertion = { ...contains, type: hostile, value: hostile };
      const grades = made.samples[0]!.grades.map((one) => ({ ...one, assertion, reason: hostile }));
      return { ...made, samples: [{ ...made.samples[0]!, grades }] };
    };
    const said = await detail(result(hostile), result(`${hostile} now`));
    assert.doesNotMatch(said, /<img|<\/script/);
    const missing = { ...resultOf(of, 'missing'), samples: [{ missing: hostile, grades: [] }] };
    assert.doesNotMatch(await detail(missing, missing), /<img|<\/script/);
  });

  it('cuts what is too long for a page', async () => {
    const text = 'word '.repeat(100_000);
    const said = await detail(resultOf(one, 'passed', { text }), resultOf(one, 'failed', { text: `${text}!` }));
    assert.match(said, /480,000 more characters\.[^]*480,001 more characters\./);
    assert.ok(said.length < 60_000, `${said.length} characters`);
  });
});
