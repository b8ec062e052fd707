/**
 * Finds the places of a JSON text in the file, through its escapes.
 * @param written what stands between the quotes
 * @returns takes an offset into the text that it means, its end included, and gives the offset into `written`
 */
export function jsonPlaces(written: string): (offset: number) => number {
  if (!written.includes('\\')) return (offset) => offset;
  const places: number[] = [];
  for (let at = 0; at < written.length; at += lengthOf(written, at)) places.push(at);
  return (offset) => places[offset] ?? written.length;
}

/** How much is written for the one character that begins at an offset. */
function lengthOf(written: string, at: number): number {
  if (written[at] !== '\\') return 1;
  return written[at + 1] === 'u' ? '\\u0000'.length : '\\n'.length;
}
