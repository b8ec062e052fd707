import type { Point } from './points.js';
import type { Report } from './report.js';

/** A report for scripts: as it is, with times in ISO 8601. Rates and shares are 0–1; what has no bound is null. */
export function reportDocument(report: Report): unknown {
  const { from, to, at, shares, marks, stages, setAside, rollback, metrics, ...rest } = report;
  return {
    ...rest,
    from: iso(from),
    to: iso(to),
    at: iso(at),
    stages: stages.map(({ from: since, to: until, ...stage }) => ({
      ...stage,
      from: since === undefined ? null : iso(since),
      to: until === undefined ? null : iso(until),
    })),
    shares: shares.map(({ segment, points }) => ({ segment: segment ?? null, points: points.map(timed) })),
    decisions: marks.map((mark) => ({ ...mark, at: iso(mark.at) })),
    setAside: setAside.map((time) => ({ from: iso(time.from), to: iso(time.to) })),
    rollback: rollback?.map(timed) ?? null,
    metrics: metrics.map(({ metric, interval, lines, ways, ...found }) => ({
      name: metric.name,
      role: metric.role,
      is: metric.is,
      ...found,
      interval: interval ? { ...interval, high: Number.isFinite(interval.high) ? interval.high : null } : null,
      lines: lines.map(({ arm, points }) => ({ arm, points: points.map(timed) })),
      ways: ways.map(({ points, ...way }) => ({ ...way, points: points.map(timed) })),
    })),
  };
}

function timed({ at, ...point }: Point): unknown {
  return { at: iso(at), ...point };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
