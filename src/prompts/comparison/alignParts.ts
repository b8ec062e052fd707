import { bagOf, similarity, together, type Bag } from './similarity.js';

/** What can be aligned: a part of a prompt, or a message of a request. */
export interface Spoken {
  readonly role: string;
  readonly text: string;
}

/** Parts of two versions that belong together: one on each side, or several that one was split into or merged from. */
export interface AlignedParts {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** They stand elsewhere among the parts than before. */
  readonly moved?: true;
}

/** Shared words, from 0 to 1, from which on two messages are one that was reworded. */
const alike = 0.4;
/** From which on a message and a run of others are the same text, cut differently. */
const cutAlike = 0.8;
const longestCut = 4;

/**
 * Finds for each part what became of it: equal texts first, then texts that were cut in pieces or joined, then the most
 * similar of the same role, then of another role, then what is left over at one role. Every index of both sides is in
 * exactly one result; in the order of `after`, what was removed where it stood.
 */
export function alignParts(before: readonly Spoken[], after: readonly Spoken[]): AlignedParts[] {
  const bags = (parts: readonly Spoken[]): Bag[] => parts.map(({ text }) => bagOf(text));
  const [left, right] = [bags(before), bags(after)];
  const freeBefore = new Set(before.keys());
  const freeAfter = new Set(after.keys());
  const found: AlignedParts[] = [];
  const take = (from: readonly number[], to: readonly number[]): void => {
    from.forEach((index) => freeBefore.delete(index));
    to.forEach((index) => freeAfter.delete(index));
    found.push({ before: from, after: to });
  };

  const places = new Map<string, number[]>();
  after.forEach((part, index) => places.set(keyOf(part), [...(places.get(keyOf(part)) ?? []), index]));
  before.forEach((part, index) => {
    const place = places.get(keyOf(part))?.shift();
    if (place !== undefined) take([index], [place]);
  });

  for (const index of [...freeBefore]) {
    const run = bestRun(left[index], right, freeAfter);
    if (run) take([index], run);
  }
  for (const index of [...freeAfter]) {
    const run = bestRun(right[index], left, freeBefore);
    if (run) take(run, [index]);
  }

  const pairs = [...freeBefore].flatMap((from) =>
    [...freeAfter].map((to) => {
      const isSameRole = before[from]?.role === after[to]?.role;
      return { from, to, score: similarity(left[from], right[to]) - (isSameRole ? 0 : alike), isSameRole };
    }),
  );
  const best = pairs
    .filter(({ score, isSameRole }) => score >= alike || isSameRole)
    .sort((a, b) => b.score - a.score || Math.abs(a.from - a.to) - Math.abs(b.from - b.to) || a.from - b.from);
  for (const { from, to, score } of best) {
    if (
      freeBefore.has(from) &&
      freeAfter.has(to) &&
      (score >= alike || isOnlyOne(before, after, from, freeBefore, freeAfter))
    )
      take([from], [to]);
  }
  for (const index of [...freeBefore]) take([index], []);
  for (const index of [...freeAfter]) take([], [index]);
  return inOrder(found);
}

function keyOf({ role, text }: Spoken): string {
  return `${role}\n${text}`;
}

/** The run of neighbours that together are much more like a text than any of them alone. */
function bestRun(whole: Bag | undefined, others: readonly Bag[], free: ReadonlySet<number>): number[] | undefined {
  let best: { readonly run: number[]; readonly score: number } | undefined;
  for (const start of free) {
    const run = [start];
    let single = similarity(whole, others[start]);
    let joined = others[start];
    for (let next = start + 1; next < start + longestCut && free.has(next) && joined; next += 1) {
      run.push(next);
      single = Math.max(single, similarity(whole, others[next]));
      joined = together(joined, others[next]);
      const score = similarity(whole, joined);
      if (score >= cutAlike && score > single + 0.1 && score > (best?.score ?? 0)) best = { run: [...run], score };
    }
  }
  return best?.run;
}

/** A message that is the only one left of its role on both sides was rewritten, however little it kept. */
function isOnlyOne(
  before: readonly Spoken[],
  after: readonly Spoken[],
  index: number,
  freeBefore: ReadonlySet<number>,
  freeAfter: ReadonlySet<number>,
): boolean {
  const role = before[index]?.role;
  const count = (parts: readonly Spoken[], free: ReadonlySet<number>): number =>
    [...free].filter((at) => parts[at]?.role === role).length;
  return count(before, freeBefore) === 1 && count(after, freeAfter) === 1;
}

function inOrder(found: readonly AlignedParts[]): AlignedParts[] {
  const byBefore = found.filter(({ before, after }) => before.length > 0 && after.length > 0);
  byBefore.sort((a, b) => (a.before[0] ?? 0) - (b.before[0] ?? 0));
  const stays = increasing(byBefore.map(({ after }) => after[0] ?? 0));
  const moved = new Set(byBefore.filter((_, index) => !stays.has(index)));
  const result = found
    .filter(({ after }) => after.length > 0)
    .sort((a, b) => (a.after[0] ?? 0) - (b.after[0] ?? 0))
    .map((pair): AlignedParts => (moved.has(pair) ? { ...pair, moved: true } : pair));
  for (const gone of found.filter(({ after }) => after.length === 0)) {
    const next = result.findIndex(
      ({ before, moved: isMoved }) => !isMoved && (before[0] ?? -1) > (gone.before[0] ?? 0),
    );
    result.splice(next < 0 ? result.length : next, 0, gone);
  }
  return result;
}

/** The indices of the longest run of values that grow. */
function increasing(values: readonly number[]): Set<number> {
  const lengths: number[] = [];
  const previous: number[] = [];
  values.forEach((value, index) => {
    lengths[index] = 1;
    previous[index] = -1;
    for (let at = 0; at < index; at += 1) {
      if ((values[at] ?? 0) < value && (lengths[at] ?? 0) + 1 > (lengths[index] ?? 0)) {
        lengths[index] = (lengths[at] ?? 0) + 1;
        previous[index] = at;
      }
    }
  });
  const result = new Set<number>();
  for (let at = lengths.indexOf(Math.max(...lengths, 0)); at >= 0; at = previous[at] ?? -1) result.add(at);
  return result;
}
