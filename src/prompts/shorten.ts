/** A text of a file as it can stand in a message: at most 40 characters, or as many as are said. */
export function shorten(text: string, most = 40): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
