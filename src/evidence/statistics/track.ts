/** ln of evidence at the end of each block of an axis (block indexes in the order of time). */
export type Track = Float64Array;

/** Evidence that grows by one item after another, such as a window. */
interface Process<Item> {
  add(item: Item): void;
  readonly log: number;
}

interface Ended {
  /** Index of the last block that it is made of. */
  readonly end: number;
}

/**
 * Follows a process along an axis.
 * @param delay how many blocks after its end an item is known: it counts from there on
 */
export function trackOf<Item>(
  process: Process<Item>,
  items: readonly (Item & Ended)[],
  axis: readonly number[],
  delay: number,
): Track {
  const track = new Float64Array(axis.length);
  let [next, log] = [0, 0];
  axis.forEach((index, position) => {
    const from = next;
    for (let item = items[next]; item && item.end + delay <= index; item = items[++next]) process.add(item);
    if (next > from) log = process.log;
    track[position] = log;
  });
  return track;
}

/** ln Σ weight × evidence, along the axis. Where the weights add up to 1 it is evidence again; of no part it is 0. */
export function mix(parts: readonly { readonly weight: number; readonly track: Track }[], length: number): Track {
  const mixed = new Float64Array(length);
  if (parts.length === 0) return mixed;
  for (let position = 0; position < length; position++) {
    let most = -Infinity;
    for (const { track } of parts) most = Math.max(most, at(track, position));
    let sum = 0;
    for (const { weight, track } of parts) sum += weight * Math.exp(at(track, position) - most);
    mixed[position] = most + Math.log(sum);
  }
  return mixed;
}

/** ln of the evidence at a position; before the first one, and on an empty axis, 0. */
export function at(track: Track, position: number): number {
  return track[position] ?? 0;
}

/** The first position at which evidence reaches a threshold (both as ln): a crossing stays, whatever comes later. */
export function firstCrossing(track: Track, threshold: number): number | undefined {
  const position = track.findIndex((log) => log >= threshold);
  return position < 0 ? undefined : position;
}

/** The greatest evidence so far, as ln; at least 0, where it began. */
export function most(track: Track): number {
  return track.reduce((greatest, log) => Math.max(greatest, log), 0);
}
