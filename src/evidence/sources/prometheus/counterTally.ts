import { canonicalJson } from '../../../prompts/json.js';
import { arms, type Arm } from '../../arm.js';
import { armTotals } from '../../blocks.js';
import { digestOf } from '../../digest.js';
import type { Evidence } from '../../evidence.js';
import type { EvidenceQuery } from '../../evidenceQuery.js';
import { mostValues } from '../../segments.js';
import { contradictionIn } from './contradictions.js';
import { CounterBlocks, type MappedMetric, type Part } from './counterBlocks.js';
import type { CounterSettings } from './counterSettings.js';
import type { Increase } from './increases.js';
import { counterNames, labelOf } from './metricCounters.js';
import { boundOf, seriesName, type Labels } from './series.js';

/** Whose a series is: an arm's; of `another` version, or of none; of `nobody` we count; or its labels contradict each other. */
type Owner = Arm | 'another' | 'nobody' | 'contradicting';

/** What the increases of a series are counted as. */
interface Role {
  readonly owner: Owner;
  /** It counts units, which are whole. */
  readonly isWhole: boolean;
  readonly isUnits: boolean;
  readonly parts: readonly Part[];
  readonly segments: readonly CounterBlocks[];
}

type Versions = Pick<EvidenceQuery, 'baseline' | 'candidate'>;

/**
 * Counts increases into evidence. An increase counts at the time of its later scrape; in blocks it counts `delay` later, so
 * that no sample arrives for a block which is over. What one unit did in several arms no counter knows: nothing is mixed.
 */
export class CounterTally {
  private readonly blocks: CounterBlocks;
  private readonly segments: readonly { readonly attribute: string; readonly values: Map<string, CounterBlocks> }[];
  private readonly whole: ReadonlySet<string>;
  /** By the labels of a series, of which there is one object each. */
  private readonly roles = new WeakMap<Labels, Role>();
  /** Increases of the candidate's units, by time. */
  private readonly candidateUnits = new Map<number, number>();
  private newest = -Infinity;
  private unknownVersions = 0;
  private contradicting = 0;
  private contradictingReason: string | undefined;
  private notWhole: string | undefined;

  constructor(
    private readonly query: Versions & Pick<EvidenceQuery, 'block' | 'segments'>,
    private readonly settings: CounterSettings,
    private readonly metrics: readonly MappedMetric[],
  ) {
    this.blocks = new CounterBlocks(metrics, settings.units);
    this.segments = query.segments.map((attribute) => ({ attribute, values: new Map() }));
    const counts = metrics.flatMap(({ counters: { n, sum, squares } }) => [n, ...(squares ? [] : sum)]);
    this.whole = new Set([settings.units, ...counts.map(({ counter }) => counter)]);
  }

  count(increase: Increase): void {
    const { labels, time, to } = increase;
    const { owner, isWhole, isUnits, parts, segments } = this.roleOf(labels);
    if (isWhole && !Number.isSafeInteger(to)) {
      this.notWhole ??= `${seriesName(labels)} is ${to}, but units are counted in whole numbers`;
      return;
    }
    if (isUnits) this.countUnits(owner, increase);
    if (!isArm(owner)) return;
    const index = Math.floor((time + this.settings.delay * 1000) / this.query.block);
    this.blocks.add(owner, index, parts, increase);
    for (const blocks of segments) blocks.add(owner, index, parts, increase);
  }

  /**
   * @param stageSince epoch milliseconds
   * @param series all that were seen, whether or not they rose
   * @param failure why not everything was read
   */
  evidence(stageSince: number, series: Iterable<Labels>, failure: string | undefined): Evidence {
    const byArm = this.byArm(series);
    const named = new Set(arms.flatMap((arm) => byArm[arm].map((labels) => labels['__name__'])));
    const missing = named.has(this.settings.units) ? this.countersOutOf(named) : new Map<number, string>();
    const isKnown = (metric: number): boolean => !missing.has(metric);
    const blocks = this.blocks.blocks(isKnown);
    const segments = this.segments.flatMap(({ attribute, values }) =>
      [...values]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([value, own]) => ({ attribute, value, blocks: own.blocks(isKnown) })),
    );
    const ofStage = [...this.candidateUnits].filter(([time]) => time >= stageSince);
    const counted = {
      ...(this.newest !== -Infinity && { newest: this.newest }),
      ...(ofStage.length > 0 && { firstOfStage: ofStage.reduce((first, [time]) => Math.min(first, time), Infinity) }),
      stageUnits: ofStage.reduce((sum, [, units]) => sum + units, 0),
      mixed: 0,
      mixedBlocks: [],
      unknownVersions: this.unknownVersions,
      blocks,
      segments,
    };
    const [absent] = missing.values();
    const reason =
      this.contradictingReason ??
      (absent === undefined
        ? undefined
        : `Prometheus has no series of ${absent} for these versions. Let the application expose it with 0 from its start, or correct its name`);
    const skipped = { lines: this.contradicting + missing.size, ...(reason !== undefined && { reason }) };
    const problem = failure ?? this.notWhole ?? this.boundProblem(byArm) ?? this.contradiction(byArm, isKnown);
    return {
      ...counted,
      arms: armTotals(blocks),
      skipped,
      ...(problem !== undefined && { failure: problem }),
      digest: digestOf({ ...counted, skipped: skipped.lines }),
    };
  }

  private roleOf(labels: Labels): Role {
    const known = this.roles.get(labels);
    if (known) return known;
    const [name, owner] = [labels['__name__'] ?? '', this.ownerOf(labels)];
    const role = {
      owner,
      isWhole: this.whole.has(name),
      isUnits: name === this.settings.units,
      parts: this.blocks.partsOf(labels),
      segments: owner === 'baseline' || owner === 'candidate' ? this.segmentsOf(labels) : [],
    };
    this.roles.set(labels, role);
    return role;
  }

  /** Where a series is counted once more, apart by the values of attributes. */
  private segmentsOf(labels: Labels): readonly CounterBlocks[] {
    return this.segments.flatMap(({ attribute, values }) => {
      const value = labels[labelOf(attribute)];
      if (value === undefined || (!values.has(value) && values.size >= mostValues)) return [];
      const blocks = values.get(value) ?? new CounterBlocks(this.metrics, this.settings.units);
      values.set(value, blocks);
      return [blocks];
    });
  }

  private countUnits(owner: Owner, { labels, time, from, to }: Increase): void {
    const units = to - from;
    this.newest = Math.max(this.newest, time);
    if (owner === 'another') this.unknownVersions += units;
    if (owner === 'candidate' || owner === 'segment')
      this.candidateUnits.set(time, (this.candidateUnits.get(time) ?? 0) + units);
    if (owner !== 'contradicting') return;
    this.contradicting += units;
    this.contradictingReason ??= `${seriesName(labels)} has an arm that its version is not in`;
  }

  private ownerOf(labels: Labels): Owner {
    const { baseline, candidate } = this.query;
    const version = labels[this.settings.labels.version];
    if (version !== baseline && version !== candidate) return 'another';
    const arm = arms.find((known) => known === labels[this.settings.labels.arm]);
    // Units of a segment that has the candidate only in part: they are not by chance, and not the candidate.
    if (arm === 'segment' && version === baseline) return 'nobody';
    return arm !== undefined && version === (arm === 'baseline' ? baseline : candidate) ? arm : 'contradicting';
  }

  private byArm(series: Iterable<Labels>): Record<Arm, Labels[]> {
    const byArm: Record<Arm, Labels[]> = { baseline: [], candidate: [], segment: [] };
    for (const labels of series) {
      const owner = this.ownerOf(labels);
      if (isArm(owner)) byArm[owner].push(labels);
    }
    return byArm;
  }

  /** By the place of each metric that has a counter of which there is no series: its name. */
  private countersOutOf(named: ReadonlySet<string | undefined>): Map<number, string> {
    const missing = new Map<number, string>();
    this.metrics.forEach(({ counters }, at) => {
      const absent = counterNames(counters).find((name) => !named.has(name));
      if (absent !== undefined) missing.set(at, absent);
    });
    return missing;
  }

  /** A histogram without the bound would make all its units slow. */
  private boundProblem(byArm: Readonly<Record<Arm, readonly Labels[]>>): string | undefined {
    for (const { name, counters } of this.metrics) {
      if (!counters.over) continue;
      const { buckets, threshold } = counters.over;
      const found = arms.flatMap((arm) => byArm[arm]).filter((labels) => labels['__name__'] === buckets);
      const withBound = new Set(
        found.filter(({ le }) => boundOf(le) === threshold).map((labels) => canonicalJson(withoutBound(labels))),
      );
      const lacking = found.find((labels) => !withBound.has(canonicalJson(withoutBound(labels))));
      if (lacking) return `${name}: ${seriesName(withoutBound(lacking))} has no bucket up to ${threshold}`;
    }
    return undefined;
  }

  private contradiction(
    byArm: Readonly<Record<Arm, readonly Labels[]>>,
    isKnown: (metric: number) => boolean,
  ): string | undefined {
    for (const arm of arms) {
      const counted = { metrics: this.metrics, unitsCounter: this.settings.units, ...this.blocks.totals(arm) };
      const words = contradictionIn(counted, byArm[arm], isKnown);
      if (words !== undefined) return words;
    }
    return undefined;
  }
}

function isArm(owner: Owner): owner is Arm {
  return arms.some((arm) => arm === owner);
}

function withoutBound(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => label !== 'le'));
}
