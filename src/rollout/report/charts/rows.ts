import type { Point } from '../points.js';
import type { FigureRow } from './figure.js';

/** More rows nobody reads, and the cursor steps from one to the next. */
const most = 60;

/** The figures of some lines at up to 60 of their times, the first and the last among them; each value holds until the next. */
export function rowsOf(
  lines: readonly { readonly points: readonly Point[]; readonly gap?: number }[],
  words: (point: Point) => string,
): readonly FigureRow[] {
  const places = lines.map(() => 0);
  return spread(timesIn(lines)).map((at) => ({
    at,
    cells: lines.map(({ points, gap = Infinity }, index) => {
      let place = places[index] ?? 0;
      while ((points[place]?.at ?? Infinity) <= at) place += 1;
      places[index] = place;
      const point = points[place - 1];
      return point && at - point.at <= gap ? words(point) : '–';
    }),
  }));
}

function timesIn(lines: readonly { readonly points: readonly Point[] }[]): readonly number[] {
  const times = new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)));
  return [...times].sort((a, b) => a - b);
}

/** Up to 60 of them, evenly, with both ends. */
function spread(times: readonly number[]): readonly number[] {
  if (times.length <= most) return times;
  return Array.from({ length: most }, (_, index) => times[Math.round((index * (times.length - 1)) / (most - 1))] ?? 0);
}
