const units: readonly (readonly [label: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

/**
 * A duration for people, in its two largest units: `1d 4h`, `15m`, `20s`; `0s` below one second.
 * @param milliseconds not negative
 */
export function formatDuration(milliseconds: number): string {
  let rest = Math.max(0, milliseconds);
  const words: string[] = [];
  for (const [label, size] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) words.push(`${count}${label}`);
    else if (words.length > 0) break;
    rest -= count * size;
    if (words.length === 2) break;
  }
  return words.join(' ') || '0s';
}
