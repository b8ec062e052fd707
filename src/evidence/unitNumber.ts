/**
 * A unit as a number of 53 bits, never 0, by which it is recognised (cyrb53 over the UTF-8 bytes of its name: two multiplicative
 * hashes side by side, mixed at the end as in MurmurHash3). A million units have two with the same number with a
 * chance of 1 in 18,000; those would count as one.
 * @param from where the name begins in `bytes`
 * @param to where it ends
 */
export function unitNumber(bytes: Uint8Array, from: number, to: number): number {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    one = Math.imul(one ^ byte, 2654435761);
    two = Math.imul(two ^ byte, 1597334677);
  }
  const first = one;
  const second = two;
  one = Math.imul(first ^ (first >>> 16), 2246822507) ^ Math.imul(second ^ (second >>> 13), 3266489909);
  two = Math.imul(second ^ (second >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return (two & 0x1fffff) * 0x1_0000_0000 + (one >>> 0) || 1;
}
