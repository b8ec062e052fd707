import assert from 'node:assert/strict';
import { caseOf, evaluationOf, resultOf, runOf } from '../../evaluation/evaluationFixture.js';
import { idsIn, pageOf, seen } from './evaluationPage.js';

const hostile = '</td></script><img src=x onerror="alert(1)">';

describe('the page of an evaluation', () => {
  it('begins with the verdict, every reason, the comparison and the coverage', () => {
    const critical = { ...caseOf('late'), critical: true };
    const [before, after] = [runOf('ppfm'), runOf('pfpm')];
    const page = pageOf(
      evaluationOf(
        { ...before, results: [...before.results, resultOf(critical, 'passed')] },
        { ...after, results: [...after.results, resultOf(critical, 'failed')] },
      ),
    );
    assert.match(page, /^<header class="class fails">\s*<h1 id="[\w.-]+">The offline gate does not hold<\/h1>/);
    assert.match(
      seen(page),
      /^The offline gate does not hold Critical cases regressed: late\. 2 cases regressed; at most 0 may\. Too few to tell: 2 of 5 cases regressed, 1 improved; fewer than six cases differ\. 4 of 5 graded, 1 without an output\. reply v1 → v2 · recorded outputs · evaluated Nov 22, 2026, 10:15 AM/,
    );
    assert.match(seen(pageOf(evaluationOf(runOf('pp'), runOf('pp')))), /^The offline gate holds Too few to tell/);
  });

  it('shows the figures of both versions with the coverage beside the score, latency only where both are live', () => {
    const run = (live: boolean, cost: number) => ({
      live,
      results: [resultOf(caseOf('a'), 'passed', { cost, latency: 100 * cost, tokens: { total: 10 * cost } })],
    });
    const text = seen(pageOf(evaluationOf(run(true, 1), run(true, 2))));
    assert.match(
      text,
      /Baseline Candidate Difference passed 1 of 1 1 of 1 ±0 score 100\.0 % 1 of 1 graded 100\.0 % 1 of 1 graded \+0\.0 pp \(95 %: \+0\.0 to \+0\.0\) tokens, mean 10 20 \+100 % cost, mean \$1\.00 \$2\.00 \+100 % latency, mean 100 ms 200 ms \+100 %/,
    );
    assert.match(text, /v1 → v2 · outputs made now/);
    assert.doesNotMatch(seen(pageOf(evaluationOf(run(false, 1), run(true, 2)))), /latency/);
  });

  it('folds tags and graders that do not tell the versions apart', () => {
    const tagged = (tag: string, letters: string) => runOf(letters, { tags: [tag] }).results;
    const [before, after] = [
      [...tagged('refund', 'p'), ...tagged('tone', 'p')],
      [...tagged('refund', 'f'), ...tagged('tone', 'p')],
    ].map((results) => ({
      live: false,
      results: results.map((one, at) => ({ ...one, case: { ...one.case, id: `c${at}` } })),
    }));
    const page = pageOf(evaluationOf(before, after!));
    const [open, folded] = page.split('<details id="all-Tag">');
    assert.match(seen(open!), /Tag Regressions Wins Ties refund 1 0 0$/);
    assert.match(seen(folded!), /^1 more tag .*tone 0 0 1/);
  });

  it('says that it is stale, and that it is being made anew', () => {
    const evaluation = evaluationOf(runOf('p'), runOf('p'));
    const shown = { evaluation, names: { prompt: 'reply', candidate: 'draft', baseline: 'v1' }, isStale: true };
    assert.match(seen(pageOf(evaluation, { shown })), /Copy as Markdown Stale\. The prompt or its cases have changed/);
    assert.doesNotMatch(pageOf(evaluation), /Stale/);
    const running = pageOf(evaluation, { isRunning: true });
    assert.match(running, /data-action="again" disabled>/);
    assert.match(seen(running), /Evaluating…/);
  });

  it('is of use without a baseline: failures first', () => {
    const page = pageOf(evaluationOf(undefined, runOf('pmfu')), {});
    assert.match(seen(page), /^The offline gate holds There is no baseline to compare with\. 2 of 4 graded/);
    assert.match(seen(page), /All 4 Failed 1 Missing 2 Passed 1/);
    assert.deepEqual(idsIn(page), ['c3', 'c2', 'c4', 'c1']);
  });

  it('lists what is not supported and what was warned of', () => {
    const evaluation = evaluationOf(runOf('p'), runOf('p'));
    const where = { path: 'prompts/a.cases.yaml', range: { start: 0, end: 1 } };
    const cases = {
      ...evaluation.cases,
      unsupported: [{ what: 'options.transform', why: 'It runs code.', where }],
      warnings: ['prompts/a.cases.yaml:3:1 warning Twice the same. (same-case)'],
    };
    assert.match(
      seen(pageOf({ ...evaluation, cases })),
      /Not supported options\.transform in prompts\/a\.cases\.yaml : It runs code\. Warnings prompts\/a\.cases\.yaml:3:1 warning Twice the same/,
    );
  });

  it('shows ids, tags, reasons, names and remarks as text, whatever they are', () => {
    const of = caseOf(hostile, { tags: [hostile] });
    const said = (status: 'passed' | 'failed') => {
      const result = resultOf(of, status);
      const grades = result.samples[0]!.grades.map((grade) => ({
        ...grade,
        reason: hostile,
        assertion: { ...grade.assertion, type: hostile },
      }));
      return { live: false, results: [{ ...result, samples: [{ ...result.samples[0]!, grades }] }] };
    };
    const evaluation = evaluationOf(said('passed'), said('failed'));
    const place = { path: hostile, range: { start: 0, end: 1 } };
    const cases = {
      ...evaluation.cases,
      unsupported: [{ what: hostile, why: hostile, where: place }],
      warnings: [hostile],
    };
    const shown = {
      evaluation: { ...evaluation, cases },
      names: { prompt: hostile, candidate: hostile, baseline: hostile },
      isStale: false,
    };
    const page = pageOf(evaluation, { shown, prompt: hostile }, { text: '<img' });
    assert.doesNotMatch(page, /<img|<\/script/);
    assert.ok((page.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;/g) ?? []).length >= 12);
  });
});
