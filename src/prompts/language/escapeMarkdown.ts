/** A text of a file as Markdown that shows it as it is: no links, no formatting, in one paragraph. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
}
