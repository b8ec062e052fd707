/**
 * Selects counters by their names, all of one prompt; of buckets only those with these bounds.
 * @param names must be names of metrics: nothing in them is escaped
 */
export function selectorOf(
  names: readonly string[],
  prompt: { readonly label: string; readonly value: string },
  bounds: readonly string[],
): string {
  const name = `__name__=~${quoted([...new Set(names)].join('|'))}`;
  // A counter that has no buckets has no `le`, which is as if it were empty.
  const le = bounds.length > 0 ? [`le=~${quoted(['', ...bounds.map(literal)].join('|'))}`] : [];
  return `{${[name, `${prompt.label}=${quoted(prompt.value)}`, ...le].join(',')}}`;
}

/** A string of PromQL. */
function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `"${escaped}"`;
}

/** A regular expression that matches a text. */
function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
