/** Whether a JSON text nests deeper than `most` levels, brackets in its texts counted too; for what calls itself per level. */
export function isNestedDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === square || sign === curly) depth += 1;
    // Each closes two signs behind the one that opens it.
    else if (sign === square + 2 || sign === curly + 2) depth -= 1;
    if (depth > most) return true;
  }
  return false;
}

const square = '['.charCodeAt(0);
const curly = '{'.charCodeAt(0);
