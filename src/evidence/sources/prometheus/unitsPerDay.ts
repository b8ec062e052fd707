import type { UnitsPerDay } from '../unitsPerDay.js';
import type { AskPrometheus } from './askPrometheus.js';
import type { CounterSettings } from './counterSettings.js';
import { Increases } from './increases.js';
import { selectorOf } from './promql.js';
import { querySeries } from './queries.js';

const minute = 60_000;
const day = 24 * 60 * minute;
/** How far back, and how often in that time it is looked: a week has busy days and others; what is newer is looked at closely. */
const looks = [
  { back: 7 * day, every: 30 * minute },
  { back: 3 * 60 * minute, every: minute / 2 },
  { back: 5 * minute, every: minute / 60 },
];
/** With fewer units the time between them says little. */
const fewest = 10;

/**
 * Counts the units of a prompt in its counter, whatever version they were served, and none at all. Units of a segment rule
 * are never compared and do not count. As this is an estimate, counters are looked at now and then only: what rose after the
 * last look before a restart is missed. Undefined, too, where Prometheus cannot be read.
 */
export function prometheusUnitsPerDay(ask: AskPrometheus, { labels, units }: CounterSettings): UnitsPerDay {
  return async (prompt, now, signal) => {
    for (const { back, every } of looks) {
      const selector = selectorOf([units], { label: labels.prompt, value: prompt }, []);
      const found = await querySeries(ask, `${selector}[${back}ms:${every}ms]`, now, signal);
      if ('failure' in found) return undefined;
      const series = found.filter((one) => one.labels[labels.arm] !== 'segment' && one.samples.length > 0);
      const times = series.flatMap(({ samples }) => [samples[0]?.time ?? Infinity, samples.at(-1)?.time ?? -Infinity]);
      const [first, last] = [Math.min(...times), Math.max(...times)];
      // Too few looks to tell: look closer.
      if (series.length === 0 || last - first < 4 * every) continue;
      const increases = new Increases(new Set([labels.prompt, labels.version, labels.arm]));
      const began = series.filter(({ samples }) => samples[0]?.time === first);
      increases.startFrom(
        began.map((one) => ({ ...one, samples: one.samples.slice(0, 1) })),
        first,
      );
      let counted = 0;
      increases.take(series, ({ from, to }) => (counted += to - from));
      return counted >= fewest ? (counted / (last - first)) * day : undefined;
    }
    return undefined;
  };
}
