/** In one line, and nothing in it is Markdown or HTML. */
export function line(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|#@~]/g, (character) => `\\${character}`);
}

/** Paragraphs, lists and tables below each other. */
export function blocks(parts: readonly string[]): string {
  return `${parts.join('\n\n').trimEnd()}\n`;
}

/** Lines that are unfolded by whoever wants them; nothing where there are none. @param title Markdown does not work in it */
export function folded(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [`<details><summary>${title}</summary>`, lines.join('\n'), '</details>'];
}
