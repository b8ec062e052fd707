import { formatDuration } from '../../prompts/duration.js';
import { html, type Html } from '../../prompts/html.js';
import { shorten } from '../../prompts/shorten.js';
import type { ArmValue } from '../../evidence/statistics/judgement.js';
import { intervalWords, promiseWords, valueWords } from '../metricWords.js';
import type { Metric } from '../strategy/strategy.js';
import type { Mark } from './marks.js';
import type { MetricReport } from './metricReport.js';
import { decisionChart, rollbackChart, splitChart, valueChart, wayChart } from './reportCharts.js';
import type { Report } from './report.js';
import { overrideSentences, overridesOf, subtitleOf } from './reportSentences.js';
import { count, moment, timeWords } from './reportWords.js';
import { verdictOf } from './verdictOf.js';

const most = { segments: 20, decisions: 200 } as const;

/**
 * A report as parts that are drawn one by one, so that nobody has to wait for all of them at a stretch.
 * @param bar what can be pressed, below the head; nothing where absent
 */
export function reportHtmlParts(report: Report, bar?: Html): readonly (() => Html)[] {
  return [
    () => headHtml(report, bar),
    ...(report.metrics.length > 0 ? [() => metricsTable(report)] : []),
    () => html`<h2>Over time</h2>`,
    () => html`<div class="charts">${splitChart(report)} ${report.metrics.length > 0 && rollbackChart(report)}</div>`,
    ...report.metrics.map((found, index) => () => metricHtml(report, found, index)),
    () => decisionsHtml(report),
    () => stagesHtml(report),
    () => readingHtml(report),
  ];
}

/** The same at once. */
export function reportHtml(report: Report): Html {
  return html`${reportHtmlParts(report).map((draw) => draw())}`;
}

function headHtml(report: Report, bar: Html | undefined): Html {
  const { name, standing, prompt, environment, rollout, remarks } = report;
  const overrides = overridesOf(report);
  return html`<header class="class ${standing.tone}">
      <h1 id="${['report', prompt, environment, rollout].map(encodeURIComponent).join('-')}">${name}: ${standing.words}</h1>
      ${standing.detail !== undefined && html`<p>${sentence(standing.detail)}</p>`}
      <p class="quiet">${subtitleOf(report)}</p>
    </header>
    ${bar}
    ${
      overrides.length > 0 &&
      html`<section class="banner" aria-label="Overrides">
      ${overrideSentences(report).map((words) => html`<p>${words}</p>`)}
    </section>`
    }
    ${remarks.length > 0 && html`<ul class="remarks">${remarks.map((remark) => html`<li>${remark}</li>`)}</ul>`}`;
}

function metricsTable(report: Report): Html {
  return html`<h2>Metrics</h2>
    <div class="wide">
      <table class="figures metrics" aria-label="Metrics">
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" class="verdict">Verdict</th>
            <th scope="col">Baseline</th>
            <th scope="col">Candidate</th>
            <th scope="col">Difference, very likely</th>
          </tr>
        </thead>
        <tbody>
          ${report.metrics.map(
            (found) =>
              html`<tr>
                <th scope="row">${found.metric.name}<br /><span class="quiet">${promiseWords(found.metric)}</span></th>
                <td class="verdict ${verdictLooks[found.verdict]}">${verdictOf(found)}</td>
                <td>${armHtml(found.metric, found.baseline)}</td>
                <td>${armHtml(found.metric, found.candidate)}</td>
                <td>${found.interval ? intervalWords(found.metric, found.interval) : '–'}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

const verdictLooks = { harm: 'failed', proven: 'win', undecided: '', 'no data': 'quiet' } as const;

function armHtml(metric: Metric, value: ArmValue | undefined): Html {
  if (!value) return html`–`;
  return html`${valueWords(metric, value.value)}<br /><span class="quiet">of ${count(value.units)}</span>`;
}

function metricHtml(report: Report, found: MetricReport, index: number): Html {
  const { metric } = found;
  const id = `chart-metric-${index}`;
  return html`<section aria-label="${metric.name}">
    <h2>${metric.name} <span class="quiet">${promiseWords(metric)}</span></h2>
    <div class="charts">${valueChart(report, found, `${id}-values`)} ${wayChart(report, found, `${id}-evidence`)}</div>
    ${segmentsHtml(found)}
  </section>`;
}

function segmentsHtml({ metric, segments }: MetricReport): Html | false {
  if (segments.length === 0) return false;
  const more = segments.length - most.segments;
  return html`<div class="wide">
      <table class="figures" aria-label="Segments of ${metric.name}">
        <thead>
          <tr>
            <th scope="col">Segment</th>
            <th scope="col">Baseline</th>
            <th scope="col">Candidate</th>
          </tr>
        </thead>
        <tbody>
          ${segments.slice(0, most.segments).map(
            ({ attribute, value, baseline, candidate, isCulprit }) =>
              html`<tr>
                <th scope="row">
                  ${attribute} = ${shorten(value)} ${isCulprit && html`<strong class="failed">▲ here is the harm</strong>`}
                </th>
                <td>${cellWords(metric, baseline)}</td>
                <td class="${isCulprit && 'failed'}">${cellWords(metric, candidate)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 && html`<p class="quiet">and ${count(more)} more segments</p>`}`;
}

function cellWords(metric: Metric, value: ArmValue | undefined): string {
  return value ? `${valueWords(metric, value.value)} of ${count(value.units)}` : '–';
}

function decisionsHtml(report: Report): Html {
  const { marks, from, to } = report;
  const left = marks.length - most.decisions;
  return html`<h2>Decisions</h2>
    <div class="charts">
      ${decisionChart(report)}
      <div>
        ${left > 0 && html`<p class="quiet">The first ${count(left)} are left out here; "prompt-rollout log" has them all.</p>`}
        <table class="decisions" aria-label="Decisions">
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col">UTC</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            ${marks.slice(-most.decisions).map((mark) => decisionHtml(mark, to - from))}
          </tbody>
        </table>
      </div>
    </div>`;
}

function decisionHtml({ number, at, who, isRule, event, words }: Mark, span: number): Html {
  return html`<tr class="${event === 'override' && 'override'}">
    <td><span class="number-badge ${isRule ? 'rule' : 'person'}">${number}</span></td>
    <td class="when">${timeWords(at, span)}</td>
    <td>${who}</td>
    <td class="words">${words}</td>
  </tr>`;
}

function stagesHtml({ stages, from, to }: Report): Html {
  return html`<h2>Stages</h2>
    <table class="decisions" aria-label="Stages">
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">Leaving it asks for</th>
          <th scope="col">Since, UTC</th>
          <th scope="col">For</th>
          <th scope="col">Is</th>
        </tr>
      </thead>
      <tbody>
        ${stages.map(
          ({ words, asks, is, from: since, to: until }) =>
            html`<tr class="${since === undefined && 'quiet'}">
              <td>${words}</td>
              <td>${asks}</td>
              <td class="when">${since === undefined ? '–' : timeWords(since, to - from)}</td>
              <td class="when">${since === undefined || until === undefined ? '–' : formatDuration(until - since)}</td>
              <td>${is}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** What somebody must know who has never seen such a report. */
function readingHtml(report: Report): Html {
  const { block, lookBack, at } = report;
  const pairs: readonly (readonly [string, string])[] = [
    [
      'Time',
      `All charts share one axis, in UTC. Numbers above them are the decisions in the list; round ones are people's, square ones the rules'.`,
    ],
    [
      'Evidence',
      `The arms are compared inside blocks of ${formatDuration(block)}, and what each block says is multiplied. At 100 % it is enough, and stays so. Looking often errs no more than looking once.`,
    ],
    ['Very likely', 'Between these values the difference lies, at all looks at once, with a chance of 95 %.'],
    [
      'Points and bands',
      `A point is of the last ${formatDuration(lookBack)}, as a block alone has few units. Its band holds for one look at that point; nothing is decided by it.`,
    ],
    [
      'Long rollouts',
      'Where there are more points than a chart can show, the least and the greatest of each column are drawn.',
    ],
    ['Keys', 'Tab reaches a chart; the arrow keys, Home and End move the cursor, Escape takes it away.'],
  ];
  return html`<details id="reading">
    <summary>How to read this</summary>
    <dl class="pairs">
      ${pairs.map(([term, words]) => html`<dt>${term}</dt><dd>${words}</dd>`)}
    </dl>
    <p class="quiet">As of ${moment(at)}.</p>
  </details>`;
}

/** It may begin with the name of a metric, which stays as it is. */
function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
