import type { EvidenceQuery } from './evidenceQuery.js';
import type { BesideUnits } from './tally.js';
import { telemetryLine, type Telemetry, type TelemetryFields } from './telemetryLine.js';
import type { Unit, UnitLine } from './units.js';

/** Numbers beyond this are no measurement; their squares could not be added. */
const largestNumber = 1e100;

/** Gathers lines, in any order, into the units of one rollout. */
export class RolloutLines {
  private readonly lines = new Map<string, UnitLine[]>();
  private newest = -Infinity;
  private unknownVersions = 0;
  private skippedLines = 0;
  private skippedReason: string | undefined;

  constructor(
    private readonly query: Pick<
      EvidenceQuery,
      'prompt' | 'baseline' | 'candidate' | 'rolloutSince' | 'until' | 'metrics' | 'segments'
    >,
    private readonly fields: TelemetryFields,
  ) {}

  /** Takes one line of text, and where it stands. */
  take(text: string, path: string, number: number): void {
    const line = telemetryLine(text, this.fields, this.query.prompt);
    if (!line) return;
    if (line.time !== undefined) {
      this.newest = Math.max(this.newest, line.time);
      if (line.time < this.query.rolloutSince || line.time >= (this.query.until ?? Infinity)) return;
    }
    if ('unversioned' in line) {
      this.unknownVersions++;
      return;
    }
    const problem = 'problem' in line ? line.problem : this.count(line);
    if (problem !== undefined) this.skip(problem, path, number);
  }

  /** Counts a line that cannot be used; the first reason is kept. */
  skip(problem: string, path: string, number: number): void {
    this.skippedLines++;
    this.skippedReason ??= `${path}:${number}: ${problem}`;
  }

  units(): Iterable<Unit> {
    return this.lines.values();
  }

  besideUnits(): BesideUnits {
    return {
      ...(this.newest !== -Infinity && { newest: this.newest }),
      unknownVersions: this.unknownVersions,
      skipped: { lines: this.skippedLines, ...(this.skippedReason !== undefined && { reason: this.skippedReason }) },
    };
  }

  /** Counts a line, or returns why it cannot be used. */
  private count({ time, version, arm, unit, line }: Telemetry): string | undefined {
    const { baseline, candidate, metrics, segments } = this.query;
    if (version !== baseline && version !== candidate) {
      this.unknownVersions++;
      return undefined;
    }
    // Units of a segment that has the candidate only in part: they are not by chance, and not the candidate.
    if (arm === 'segment' && version === baseline) return undefined;
    if (version !== (arm === 'baseline' ? baseline : candidate)) {
      return `arm ${arm} with the version of the other arm, ${version}`;
    }
    const values = metrics.map((metric) => measured(metric.valueOf(line)));
    const told = { time, arm, values, ...(segments.length > 0 && { segments: segments.map((of) => named(line[of])) }) };
    const known = this.lines.get(unit);
    if (known) known.push(told);
    else this.lines.set(unit, [told]);
    return undefined;
  }
}

/** The value of an attribute; lists and objects name no segment. */
function named(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function measured(value: number | undefined): number {
  return value !== undefined && Math.abs(value) <= largestNumber ? value : NaN;
}
