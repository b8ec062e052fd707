/** Codes that begin a colour; `plain` ends them all. */
const codes = { bold: '\u001b[1m', red: '\u001b[31m', green: '\u001b[32m', cyan: '\u001b[36m', plain: '\u001b[0m' };

/** Text with the lines of the unified diffs in it coloured; a diff ends at an empty line. */
export function colourDiffs(text: string): string {
  let inDiff = false;
  const coloured = text.split('\n').map((line) => {
    inDiff = line.startsWith('--- ') || (inDiff && line !== '');
    const code = inDiff ? codeOf(line) : undefined;
    return code === undefined ? line : `${code}${line}${codes.plain}`;
  });
  return coloured.join('\n');
}

function codeOf(line: string): string | undefined {
  if (/^(---|\+\+\+) /.test(line)) return codes.bold;
  if (line.startsWith('@@')) return codes.cyan;
  if (line.startsWith('+')) return codes.green;
  return line.startsWith('-') ? codes.red : undefined;
}
