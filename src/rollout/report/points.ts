/** One value at one moment; together, in the order of time, they are a line. */
export interface Point {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number;
  /** Where the value may lie, and of how many units it is. */
  readonly low?: number;
  readonly high?: number;
  readonly units?: number;
}

/** So many columns a chart is wide; more than two points in one could not be told apart. */
export const columns = 560;

/**
 * As many points as a chart can show: in each column of the time axis the least and the greatest value, and of all points the
 * first and the last. Fewer than that are left as they are.
 * @param points in the order of time @param from @param to epoch milliseconds, the ends of the axis
 */
export function reduced(points: readonly Point[], from: number, to: number): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= 2 * columns || !first || !last) return points;
  const width = (to - from) / columns || 1;
  const kept = [first];
  let column = -Infinity;
  let [least, greatest] = [first, first];
  const close = (): void => {
    if (column === -Infinity) return;
    if (least === greatest) kept.push(least);
    else kept.push(...(least.at < greatest.at ? [least, greatest] : [greatest, least]));
  };
  for (const point of points.slice(1, -1)) {
    const own = Math.floor((point.at - from) / width);
    if (own !== column) {
      close();
      [column, least, greatest] = [own, point, point];
    } else if (point.value < least.value) least = point;
    else if (point.value > greatest.value) greatest = point;
  }
  close();
  return [...kept, last];
}
