import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Evidence } from '../../evidence.js';
import type { EvidenceQuery } from '../../evidenceQuery.js';
import type { AskPrometheus } from './askPrometheus.js';
import type { MappedMetric } from './counterBlocks.js';
import type { CounterSettings } from './counterSettings.js';
import { CounterTally } from './counterTally.js';
import { Increases } from './increases.js';
import { counterNames, labelOf } from './metricCounters.js';
import { selectorOf } from './promql.js';
import { labelValues, querySeries, type Unread } from './queries.js';
import { boundOf } from './series.js';

const minute = 60_000;
/** A counter that was scraped within this time before the rollout goes on from there; else it is new. */
const lookBack = 24 * 60 * minute;
/** What was read last is read again: an instance may be scraped, or written from afar, a little later than another. */
const overlap = 5 * minute;
/** How much is asked for at once: as much as gives so many samples. */
const [shortestPage, longestPage, fewSamples] = [minute, 24 * 60 * minute, 25_000];

/** The counters of one rollout, as far as they were read: reading goes on where the last one stopped. */
export class RolloutCounters {
  private readonly increases: Increases;
  private readonly tally: CounterTally;
  private hasBegun = false;
  /** Time of the newest sample. */
  private newest: number;
  private page = 60 * minute;

  constructor(
    private readonly ask: AskPrometheus,
    private readonly query: Omit<EvidenceQuery, 'now' | 'stageSince' | 'stages'>,
    private readonly settings: CounterSettings,
    private readonly metrics: readonly MappedMetric[],
  ) {
    const { labels, counters } = settings;
    const ofFields = Object.entries(counters).map(([field, { label }]) => label ?? labelOf(field));
    const within = [labels.prompt, labels.version, labels.arm, 'le', ...query.segments.map(labelOf), ...ofFields];
    this.increases = new Increases(new Set(within));
    this.tally = new CounterTally(query, settings, metrics);
    this.newest = query.rolloutSince;
  }

  /** @throws the reason of the signal when it is aborted */
  async read({ stageSince, now }: Pick<EvidenceQuery, 'stageSince' | 'now'>, signal: AbortSignal): Promise<Evidence> {
    const unread = await this.catchUp(now, signal);
    return this.tally.evidence(stageSince, this.increases.series(), unread?.failure);
  }

  private async catchUp(now: number, signal: AbortSignal): Promise<Unread | undefined> {
    // Until then a sample from before the rollout may still come.
    if (!this.hasBegun && now < this.query.rolloutSince + this.settings.delay * 1000) return undefined;
    const bounds = await this.bounds(now, signal);
    if ('failure' in bounds) return bounds;
    const names = this.metrics.flatMap(({ counters }) => counterNames(counters));
    const selector = this.selector([this.settings.units, ...names], bounds);
    const unbegun = this.hasBegun ? undefined : await this.begin(selector, signal);
    if (unbegun) return unbegun;
    this.hasBegun = true;
    for (let from = Math.max(this.query.rolloutSince, this.newest - overlap); from < now;) {
      const to = Math.min(now, from + this.page);
      const found = await querySeries(this.ask, `${selector}[${to - from}ms]`, to, signal);
      if ('failure' in found) {
        if (!found.isTooMuch || this.page <= shortestPage) return found;
        this.page = Math.max(shortestPage, this.page / 2);
        continue;
      }
      this.increases.take(found, (increase) => this.tally.count(increase));
      let samples = 0;
      for (const series of found) {
        samples += series.samples.length;
        this.newest = Math.max(this.newest, series.samples.at(-1)?.time ?? -Infinity);
      }
      if (samples < fewSamples) this.page = Math.min(longestPage, this.page * 2);
      from = to;
      await nextTurn(undefined, { signal });
    }
    return undefined;
  }

  /** Where counters stood when the rollout began. */
  private async begin(selector: string, signal: AbortSignal): Promise<Unread | undefined> {
    const { rolloutSince } = this.query;
    const last = await querySeries(this.ask, `last_over_time(${selector}[${lookBack}ms])`, rolloutSince, signal);
    if ('failure' in last) return last;
    if (last.length === 0) {
      // Counters that are all new count from 0; but those of before may only be forgotten.
      const anything = `count(last_over_time({__name__=~"up|target_info"}[${60 * minute}ms]))`;
      const then = await querySeries(this.ask, anything, rolloutSince, signal);
      if ('failure' in then) return then;
      if (then.length === 0) {
        const failure = `Prometheus has no samples from ${new Date(rolloutSince).toISOString()}, when the rollout began: it did not run then, or keeps samples for a shorter time. What happened since cannot be counted exactly`;
        return { failure, isTooMuch: false };
      }
    }
    this.increases.startFrom(last, rolloutSince);
    return undefined;
  }

  /** The buckets that are needed, by their bounds as Prometheus spells them. */
  private async bounds(now: number, signal: AbortSignal): Promise<readonly string[] | Unread> {
    const needed = new Set<string>();
    for (const { name, counters } of this.metrics) {
      if (!counters.over) continue;
      const { buckets, threshold } = counters.over;
      const within = { selector: this.selector([buckets], []), from: this.query.rolloutSince - lookBack, to: now };
      const all = await labelValues(this.ask, 'le', within, signal);
      if ('failure' in all) return all;
      const wanted = all.filter((bound) => boundOf(bound) === threshold);
      if (all.length > 0 && wanted.length === 0) {
        const known = [...all].sort((a, b) => boundOf(a) - boundOf(b)).join(', ');
        const failure = `${name}: ${buckets} has no bucket up to ${threshold}; its bounds are ${known}. Write one of them in the strategy, or give the histogram this one`;
        return { failure, isTooMuch: false };
      }
      for (const bound of [...wanted, '+Inf']) needed.add(bound);
    }
    return [...needed];
  }

  private selector(names: readonly string[], bounds: readonly string[]): string {
    return selectorOf(names, { label: this.settings.labels.prompt, value: this.query.prompt }, bounds);
  }
}
