import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { reportFile } from '../../../../src/rollout/report/reportFile.js';
import { reportHtml } from '../../../../src/rollout/report/reportHtml.js';
import { reportMarkdown } from '../../../../src/rollout/report/reportMarkdown.js';
import { reportOf, type Report } from '../../../../src/rollout/report/report.js';
import * as fixture from './reportFixture.js';

const { began, minute, logOf, inputOf, usual, start } = fixture;
const at = (minutes: number): number => began + minutes * minute;
const hostile = '</script></title>"\'><img src=x onerror=alert(1)>|`**[a](javascript:b)\n\n# ```mermaid';

/** The usual report with a text where others could have put it. */
function hostileReport(): Report {
  const input = inputOf(logOf(usual), at(1700), { locales: ['de', hostile], errors: () => 0.04 });
  return reportOf({
    ...input,
    prompt: { id: hostile, name: hostile },
    environment: hostile,
    events: input.events.map((logged) => ({ ...logged, words: hostile })),
    nameOf: () => hostile,
  });
}

describe('the page of a report', () => {
  it('says in a sentence what each chart shows, and has its figures as a table', () => {
    const text = reportHtml(reportOf(inputOf(logOf(usual), at(1700)))).text;
    const figures = text.split('<figure').slice(1);
    assert.equal(figures.length, 2 + 3 * 2 + 1);
    for (const figure of figures) {
      assert.match(figure, /<svg [^>]*role="img" tabindex="0" [^>]*aria-label="[A-Z0-9a-z][^"]{30,}"/);
      const rows = figure.match(/<tr data-x=/g)?.length ?? 0;
      assert.ok(rows > 0 && rows <= 60, String(rows));
    }
    assert.match(text, /aria-label="tool_errors over time, as rate per arm; at the end baseline \d/);
  });

  it('uses classes alone: no style that a strict policy would refuse, and no colour', () => {
    const text = reportHtml(reportOf(inputOf(logOf(usual), at(1700)))).text;
    assert.doesNotMatch(text, / style=| fill="| stroke="| on\w+="/);
  });

  it('shows decisions in every chart by the numbers that the list has', () => {
    const report = reportOf(inputOf(logOf(usual), at(1700)));
    const [split = ''] = reportHtml(report).text.split('<figure').slice(1);
    const badges = [...split.matchAll(/<text x="[\d.]+" y="15">([^<]+)<\/text>/g)].map(([, words]) => words);
    assert.deepEqual(badges, ['1–2', '3', '4–5', '6–8', '9', '10']);
    assert.match(split, /class="badge rule"/);
  });

  it('draws 100,000 blocks as no more than a chart can show', () => {
    const small = fixture.strategyText.replace('block: 15m', 'block: 10s');
    const log = logOf([
      { minutes: 0, did: start(small) },
      { minutes: 60, did: fixture.advance(1) },
    ]);
    const report = reportOf(inputOf(log, began + 100_000 * 10_000, { units: 40, locales: ['de'] }));
    const text = reportHtml(report).text;
    assert.ok(text.length < 1_500_000, String(text.length));
    const longest = Math.max(...[...text.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path!.length));
    // A band goes there and back.
    assert.ok(longest < 60_000, String(longest));
  });

  it('says so where there is nothing to draw yet', () => {
    const text = reportHtml(reportOf(inputOf(logOf([{ minutes: 0, did: start() }]), at(3), 'none'))).text;
    assert.equal(text.match(/class="empty"/g)?.length, 1 + 3 * 2);
    assert.match(text, /Nothing to show yet: the first values come with the first block of 15m/);
    assert.doesNotMatch(text, /NaN|undefined|Infinity/);
  });

  it('draws a point alone', () => {
    const text = reportHtml(
      reportOf(
        inputOf(
          logOf([
            { minutes: 0, did: start() },
            { minutes: 16, did: fixture.advance(1) },
          ]),
          at(50),
        ),
      ),
    ).text;
    assert.match(text, /class="sign candidate"/);
    assert.doesNotMatch(text, /NaN|undefined|Infinity/);
  });

  it('escapes whatever came from outside', () => {
    const text = reportHtml(hostileReport()).text;
    assert.ok(!text.includes('<img'));
    assert.ok(text.includes('&lt;img src=x onerror=alert(1)&gt;'));
  });
});

describe('a report as one HTML file', () => {
  const assets = { style: 'p{}', script: readFileSync('media/pages/chart.js', 'utf8') };

  it('loads nothing, and lets only its own style and script act', () => {
    const text = reportFile(reportOf(inputOf(logOf(usual), at(1700))), assets);
    assert.match(
      text,
      /content="default-src &#39;none&#39;; style-src &#39;sha256-[^ ]{44}&#39;; script-src &#39;sha256-[^ ]{44}&#39;;/,
    );
    assert.ok(text.includes(assets.script));
    assert.doesNotMatch(text, /(src|href)="(?!#)/);
  });

  it('cannot be left through a name', () => {
    const text = reportFile(hostileReport(), assets);
    assert.equal(text.match(/<script/g)?.length, 1);
    assert.doesNotMatch(text, /<img|<\/script>\s*<\/title>/);
  });
});

describe('a report in Markdown', () => {
  it('has a table of metrics, a Mermaid chart of at most 40 points, and the decisions', () => {
    const text = reportMarkdown(reportOf(inputOf(logOf(usual), at(1700))));
    assert.match(text, /^### 🔵 support-reply: running on half \(50 %\)\n/);
    assert.match(
      text,
      /\| \*\*tool\\_errors\*\* must not get worse by more than 1 point, and must not pass 15\.0 % \| \d\.\d % \| \d\.\d % \| [^|]+ points \| proven \| [\d,]+ vs [\d,]+ \|/,
    );
    const [, chart = ''] = /```mermaid\n([^]*?)\n```/.exec(text) ?? [];
    const [head, title, x, y, bar = '', line = ''] = chart.split('\n').map((one) => one.trim());
    assert.deepEqual(
      [head, title, x, y],
      [
        'xychart-beta',
        'title "Split and evidence, in percent"',
        'x-axis "hours since the start" 0 --> 28.33',
        'y-axis "percent" 0 --> 100',
      ],
    );
    for (const [name, series] of [
      ['bar', bar],
      ['line', line],
    ] as const) {
      assert.match(series, new RegExp(`^${name} \\[\\d[\\d., ]*\\]$`));
      assert.equal(series.split(',').length, 40);
    }
    assert.match(text, /\| 7 \| Nov 22 20:40 \| Ben \| resumed: the dashboard was wrong, not the prompt \|/);
  });

  it('counts a short rollout in minutes', () => {
    const text = reportMarkdown(reportOf(inputOf(logOf([{ minutes: 0, did: start() }]), at(30))));
    assert.match(text, /\n {2}x-axis "minutes since the start" 0 --> 30\n/);
  });

  it('stays one table and one chart, whatever was written', () => {
    const text = reportMarkdown(hostileReport());
    assert.equal(text.match(/^```/gm)?.length, 2);
    assert.doesNotMatch(text, /(^|[^\\])(<img|\[a\])/);
    assert.equal(text.match(/^#/gm)?.length, 1);
    for (const row of text.split('\n').filter((line) => line.startsWith('| 1')))
      assert.equal(row.replace(/\\./g, '').split('|').length, 6, row);
  });
});
