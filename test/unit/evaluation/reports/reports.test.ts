import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CaseResult, EvaluationRun } from '../../../../src/evaluation/caseResult.js';
import { evaluationDocument } from '../../../../src/evaluation/reports/evaluationDocument.js';
import { junit } from '../../../../src/evaluation/reports/junit.js';
import { markdown } from '../../../../src/evaluation/reports/markdown.js';
import { promptfooResults } from '../../../../src/evaluation/reports/promptfooResults.js';
import { evaluationText } from '../../../../src/terminal/evaluationText.js';
import { caseOf, evaluationOf, resultOf, runOf } from '../evaluationFixture.js';

const names = { prompt: 'reply', candidate: 'v2', baseline: 'v1' };

const runWith = (...results: readonly CaseResult[]): EvaluationRun => ({ results, live: false });

describe('reports of an evaluation', () => {
  it('say in Markdown whether it holds, then what regressed, with both outputs', () => {
    const lines = markdown(evaluationOf(runOf('ppfm'), runOf('fpfm')), names).split('\n');
    assert.equal(lines[0], '### ❌ reply: v1 → v2');
    const text = lines.join('\n');
    assert.match(text, /- 1 case regressed; at most 0 may\.\n\nToo few to tell: 1 of 4 cases regressed, 0 improved/);
    assert.match(text, /3 of 4 graded, 1 without an output\./i);
    assert.match(text, /\| passed \| 2 of 4 \| 1 of 4 \|/);
    assert.ok(text.indexOf('**c1**') < text.indexOf('**c3**'));
    assert.match(text, /Baseline:\n\n```text\npassed\n```\n\nCandidate:\n\n```text\nfailed\n```/);
    assert.match(
      markdown(evaluationOf(undefined, runOf('pp')), { prompt: 'reply', candidate: 'v2' }),
      /^### ✅ reply: v2\n/,
    );
  });

  it('keep what models and people write from being Markdown, HTML or XML', () => {
    const hostile = '</details><script>alert(1)</script> ```\n# title & "quote" \u0000 ]]>';
    const one = caseOf('<b>|id|</b>', { tags: ['*t*'] });
    const made = evaluationOf(
      runWith(resultOf(one, 'passed', { text: hostile })),
      runWith(resultOf(one, 'failed', { text: hostile })),
    );
    const report = markdown(made, { ...names, prompt: '[reply](https://x)' });
    assert.ok(report.startsWith('### ❌ \\[reply\\](https://x): v1 → v2'));
    const [, fenced = ''] = /(````text\n[^]*?\n````)/.exec(report) ?? [];
    assert.ok(fenced.includes('<script>'), 'inside a fence that is longer than its own');
    assert.ok(!report.replaceAll(fenced, '').includes('<script>'));
    assert.ok(report.includes('**\\<b\\>\\|id\\|\\</b\\>**'));
    const xml = junit(made);
    assert.ok(xml.includes('name="&lt;b&gt;|id|&lt;/b&gt;"'));
    assert.ok(!xml.includes('\u0000'));
  });

  it('write JUnit in which nothing that is missing passes', () => {
    const xml = junit(evaluationOf(runOf('pppp'), runOf('pfmu')));
    assert.match(xml, /<testsuites tests="5" failures="2" skipped="2" errors="0">/);
    assert.match(xml, /name="c1" [^>]*><\/testcase>/);
    assert.match(xml, /name="c2" [^>]*><failure message="regression">contains: it failes<\/failure>/);
    assert.match(xml, /name="c3" [^>]*><skipped message="not recorded"\/>/);
    assert.match(xml, /name="offline gate"><failure message="the gate does not hold">/);
  });

  it("have promptfoo's shape, a prompt for each version", () => {
    const made = evaluationOf(runOf('ppm'), runOf('pfm'));
    const found = promptfooResults(made, names, '2026-11-28T00:00:00.000Z') as {
      results: {
        version: number;
        prompts: { label: string }[];
        stats: { successes: number; failures: number; errors: number };
        results: { promptIdx: number; testIdx: number; success: boolean; error?: string }[];
      };
    };
    assert.equal(found.results.version, 3);
    assert.deepEqual(
      found.results.prompts.map(({ label }) => label),
      ['reply v1', 'reply v2'],
    );
    const { successes, failures, errors } = found.results.stats;
    assert.deepEqual([successes, failures, errors], [3, 1, 2]);
    assert.deepEqual(
      found.results.results.map(({ promptIdx, testIdx, success }) => [promptIdx, testIdx, success]),
      [
        [0, 0, true],
        [1, 0, true],
        [0, 1, true],
        [1, 1, false],
        [0, 2, false],
        [1, 2, false],
      ],
    );
  });

  it('count alike, whatever comes out', () => {
    const pairs = fc.array(fc.tuple(fc.constantFrom('p', 'f', 'm', 'u'), fc.constantFrom('p', 'f', 'm', 'u')), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(pairs, (statuses) => {
        const side = (index: 0 | 1) => runOf(statuses.map((pair) => pair[index]).join(''));
        const made = evaluationOf(side(0), side(1));
        const document = evaluationDocument(made);
        const { graded, missing, unsupported, cases, passed, failed } = document as Record<string, number>;
        assert.equal(graded! + missing! + unsupported!, cases);
        assert.equal(passed! + failed!, graded);
        assert.match(markdown(made, names), made.verdict.holds ? /^### ✅/ : /^### ❌/);
        assert.match(evaluationText(made, names), made.verdict.holds ? /the offline gate holds/ : /does not hold/);
        assert.equal(junit(made).match(/<testcase /g)?.length, statuses.length + 1);
      }),
    );
  });
});
