/**
 * The identity of a prompt: its path from the repository root without the format's suffix.
 * @param path from the repository root, with forward slashes
 * @param suffixes the endings of the prompt's format, longest first
 */
export function promptId(path: string, suffixes: readonly string[]): string {
  const suffix = suffixes.find((ending) => path.toLowerCase().endsWith(ending) && path.length > ending.length);
  return suffix ? path.slice(0, -suffix.length) : path;
}

/**
 * What people call each prompt: the shortest end of its identity that no other prompt of the set shares.
 * @param ids all prompts of one repository
 */
export function shortNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const endings = new Map<string, number>();
  for (const id of ids) for (const ending of endingsOf(id)) endings.set(ending, (endings.get(ending) ?? 0) + 1);
  return new Map(ids.map((id) => [id, endingsOf(id).find((ending) => endings.get(ending) === 1) ?? id]));
}

/** `a/b/c` → `c`, `b/c`, `a/b/c`. */
function endingsOf(id: string): string[] {
  const segments = id.split('/');
  return segments.map((_, index) => segments.slice(-1 - index).join('/'));
}
