import { createServer } from 'node:http';
import { once } from 'node:events';

/** Seconds. The strategy asks how many conversations take longer than 5.12 s. */
const bounds = [0.5, 1, 2, 3, 5.12, 10, 20];
/** Dollars; the strategy's cap. What costs more counts as this, as sums cannot be cut afterwards. */
const costCap = 0.5;

/**
 * Counters of conversations in Prometheus' text format: each rises once per conversation, and all of them together.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function conversationCounters() {
  /** By their labels, which all counters of a conversation share. @type {Map<string, ReturnType<typeof counted>>} */
  const series = new Map();
  return {
    /** @param {Record<string, unknown>} line what is written of one conversation */
    count(line) {
      const labels = labelsOf(line);
      const known = series.get(labels) ?? counted();
      series.set(labels, known);
      known.units += 1;
      known.toolErrors += Number(line.tool_error);
      known.refusals += Number(line.refusal);
      known.escalated += Number(line.escalated);
      known.resolved += Number(line.resolved);
      add(known.cost, Math.min(costCap, Number(line.cost_usd)));
      add(known.score, Number(line.judge_score));
      add(known.duration, Number(line.duration_s));
      bounds.forEach((bound, at) => (known.buckets[at] += Number(line.duration_s <= bound)));
    },
    text: () => [...families(series)].join(''),
  };
}

/**
 * Serves them at `/metrics`, on this machine alone.
 * @param {number} port @param {() => string} text
 * @returns {Promise<() => void>} ends it
 */
export async function serveMetrics(port, text) {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text());
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

function counted() {
  const numbers = () => ({ sum: 0, count: 0, squares: 0 });
  return {
    units: 0,
    toolErrors: 0,
    refusals: 0,
    escalated: 0,
    resolved: 0,
    cost: numbers(),
    score: numbers(),
    duration: numbers(),
    buckets: bounds.map(() => 0),
  };
}

/** @param {{ sum: number, count: number, squares: number }} numbers @param {number} value */
function add(numbers, value) {
  numbers.sum += value;
  numbers.count += 1;
  numbers.squares += value * value;
}

function labelsOf({ prompt, version = '', arm = '', locale, tier }) {
  const labels = { prompt_name: prompt, prompt_version: version, arm, locale, tier };
  return Object.entries(labels)
    .map(
      ([name, value]) =>
        `${name}="${String(value).replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`))}"`,
    )
    .join(',');
}

/** @param {Map<string, ReturnType<typeof counted>>} series */
function* families(series) {
  const all = [...series];
  const counter = (name, valueOf) =>
    `# TYPE ${name} counter\n${all.map(([labels, one]) => `${name}{${labels}} ${valueOf(one)}\n`).join('')}`;
  yield counter('llm_units_total', ({ units }) => units);
  yield counter('llm_tool_errors_total', ({ toolErrors }) => toolErrors);
  yield counter('llm_refusals_total', ({ refusals }) => refusals);
  yield counter('llm_escalated_total', ({ escalated }) => escalated);
  yield counter('llm_resolved_total', ({ resolved }) => resolved);
  for (const [name, of] of [
    ['llm_cost_usd', 'cost'],
    ['llm_judge_score', 'score'],
  ]) {
    yield `# TYPE ${name} summary\n`;
    for (const [
      labels,
      {
        [of]: { sum, count },
      },
    ] of all)
      yield `${name}_sum{${labels}} ${sum}\n${name}_count{${labels}} ${count}\n`;
    yield counter(`${name}_squares_total`, ({ [of]: { squares } }) => squares);
  }
  yield '# TYPE llm_duration_seconds histogram\n';
  for (const [labels, { buckets, duration }] of all) {
    for (const [at, bound] of bounds.entries())
      yield `llm_duration_seconds_bucket{${labels},le="${bound}"} ${buckets[at]}\n`;
    yield `llm_duration_seconds_bucket{${labels},le="+Inf"} ${duration.count}\n`;
    yield `llm_duration_seconds_sum{${labels}} ${duration.sum}\nllm_duration_seconds_count{${labels}} ${duration.count}\n`;
  }
}
