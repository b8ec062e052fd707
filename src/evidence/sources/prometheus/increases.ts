import { canonicalJson } from '../../../prompts/json.js';
import type { Labels, Series } from './series.js';

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
    const byProcess = new Map<Map<string, Last>, Map<number, [Last, number][]>>();
    for (const { labels, samples } of all) {
      const process = this.processOf(labels);
      const scrapes = byProcess.get(process) ?? new Map<number, [Last, number][]>();
      byProcess.set(process, scrapes);
      const last = this.lastOf(process, labels);
      for (const { time, value } of samples) {
        if (time <= last.time) continue;
        const scrape = scrapes.get(time);
        if (scrape) scrape.push([last, value]);
        else scrapes.set(time, [[last, value]]);
      }
    }
    for (const [process, scrapes] of byProcess) {
      for (const [time, scrape] of [...scrapes].sort(([a], [b]) => a - b)) {
        if (scrape.some(([last, value]) => value < last.value)) for (const last of process.values()) last.value = 0;
        for (const [last, to] of scrape) {
          if (to > last.value) count({ labels: last.labels, time, from: last.value, to });
          last.time = time;
          last.value = to;
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
