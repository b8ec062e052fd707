import { canonicalJson } from '../../../prompts/json.js';
import type { Labels, Sample, Series } from './series.js';

/** What one scrape found more of than the one before. */
export interface Increase {
  readonly labels: Labels;
  /** Of the later scrape. */
  readonly time: number;
  /** 0 for a series that is new, and after a restart. */
  readonly from: number;
  readonly to: number;
}

interface Last {
  readonly labels: Labels;
  time: number;
  value: number;
}

/** Samples of a series of which those before `next` were read. */
interface Unread {
  readonly last: Last;
  readonly samples: readonly Sample[];
  next: number;
}

/**
 * The differences between samples, each counted once however often it is handed over. A series that is new began at 0.
 * A counter that fell was set back to 0 by a restart, and all counters of that process with it: one that had time to grow
 * beyond its old value, or was not there yet, does not show it by itself. What rose after the last scrape before a restart
 * nobody knows.
 */
export class Increases {
  /** By process, then by series. */
  private readonly processes = new Map<string, Map<string, Last>>();

  /** @param within labels that tell apart counters of one process, beside its counters' names */
  constructor(private readonly within: ReadonlySet<string>) {}

  /** Starts from what counters were at a time, without counting it. */
  startFrom(all: readonly Series[], time: number): void {
    for (const { labels, samples } of all) {
      const last = this.lastOf(this.processOf(labels), labels);
      last.time = time;
      last.value = samples.at(-1)?.value ?? 0;
    }
  }

  /** Counts the samples that are later than those of their series before, process by process in the order of time. */
  take(all: readonly Series[], count: (increase: Increase) => void): void {
    const byProcess = new Map<Map<string, Last>, Unread[]>();
    for (const { labels, samples } of all) {
      const process = this.processOf(labels);
      const unread = byProcess.get(process) ?? [];
      byProcess.set(process, unread);
      const last = this.lastOf(process, labels);
      const next = samples.findIndex(({ time }) => time > last.time);
      if (next >= 0) unread.push({ last, samples, next });
    }
    for (const [process, unread] of byProcess) {
      for (let scrape = nextScrape(unread); scrape.length > 0; scrape = nextScrape(unread)) {
        const isRestarted = scrape.some(({ last, sample }) => sample.value < last.value);
        if (isRestarted) for (const last of process.values()) last.value = 0;
        for (const { last, sample } of scrape) {
          if (sample.value > last.value)
            count({ labels: last.labels, time: sample.time, from: last.value, to: sample.value });
          last.time = sample.time;
          last.value = sample.value;
        }
      }
    }
  }

  /** All series that were seen so far. */
  *series(): Iterable<Labels> {
    for (const process of this.processes.values()) for (const { labels } of process.values()) yield labels;
  }

  private processOf(labels: Labels): Map<string, Last> {
    const own = Object.entries(labels).filter(([label]) => label !== '__name__' && !this.within.has(label));
    const key = canonicalJson(Object.fromEntries(own));
    const known = this.processes.get(key) ?? new Map<string, Last>();
    this.processes.set(key, known);
    return known;
  }

  private lastOf(process: Map<string, Last>, labels: Labels): Last {
    const key = canonicalJson(labels);
    const known = process.get(key) ?? { labels, time: -Infinity, value: 0 };
    process.set(key, known);
    return known;
  }
}

/** The samples of the earliest time that was not read yet; none at the end. */
function nextScrape(all: readonly Unread[]): { readonly last: Last; readonly sample: Sample }[] {
  let time = Infinity;
  for (const { samples, next } of all) time = Math.min(time, samples[next]?.time ?? Infinity);
  const scrape: { last: Last; sample: Sample }[] = [];
  for (const one of all) {
    const sample = one.samples[one.next];
    if (sample?.time !== time) continue;
    scrape.push({ last: one.last, sample });
    one.next += 1;
  }
  return scrape;
}
