import fc from 'fast-check';

const piece = fc.constantFrom('a', 'b ', 'word', ' ', '\n', '\r\n', '\r', '🙂', 'é', '{{x}}', '  ', 'the same line\n');
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

/** Two texts that may have something in common: hostile ones, and edits of one text. */
export const textPairs: fc.Arbitrary<{ readonly before: string; readonly after: string }> = fc.oneof(
  fc.record({ before: text, after: text }),
  fc
    .record({ before: text, edits: fc.array(fc.tuple(fc.nat(), fc.nat(6), text), { maxLength: 5 }) })
    .map(({ before, edits }) => {
      let after = before;
      for (const [at, removed, added] of edits) {
        const start = at % (after.length + 1);
        after = after.slice(0, start) + added + after.slice(start + removed);
      }
      return { before, after };
    }),
);
