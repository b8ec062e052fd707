import { isList } from '../../../prompts/json.js';
import type { AskPrometheus } from './askPrometheus.js';
import { parseSeries, type Series } from './series.js';

/** Why something was not read. */
export interface Unread {
  /** A sentence without its full stop. */
  readonly failure: string;
  /** A smaller part of the same may be readable. */
  readonly isTooMuch: boolean;
}

/**
 * Evaluates an expression at a time. A selector with a range, such as `x[5m]`, gives the samples as they were scraped.
 * @param at epoch milliseconds
 * @throws the reason of the signal when it is aborted
 */
export async function querySeries(
  ask: AskPrometheus,
  query: string,
  at: number,
  signal: AbortSignal,
): Promise<readonly Series[] | Unread> {
  const reply = await ask('query', { query, time: secondsOf(at) }, signal);
  signal.throwIfAborted();
  if ('failure' in reply) return unread(reply.failure, reply.isTooMuch);
  const series = parseSeries(reply.data);
  return 'problem' in series ? unread(series.problem) : series;
}

/**
 * The values that a label has in the series of a selector.
 * @param from epoch milliseconds @param to epoch milliseconds
 * @throws the reason of the signal when it is aborted
 */
export async function labelValues(
  ask: AskPrometheus,
  label: string,
  { selector, from, to }: { readonly selector: string; readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<readonly string[] | Unread> {
  const parameters = { 'match[]': selector, start: secondsOf(from), end: secondsOf(to) };
  const reply = await ask(`label/${label}/values`, parameters, signal);
  signal.throwIfAborted();
  if ('failure' in reply) return unread(reply.failure, reply.isTooMuch);
  const { data } = reply;
  return isList(data) && data.every((value) => typeof value === 'string')
    ? data
    : unread('its answer has no list of label values');
}

function unread(failure: string, isTooMuch = false): Unread {
  return { failure: `Prometheus cannot be read: ${failure}`, isTooMuch };
}

function secondsOf(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
