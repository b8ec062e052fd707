import fc from 'fast-check';

/** What breaks YAML, or looks like a value where none should be. */
const pieces = [
  '',
  '-',
  '{',
  '}',
  '[',
  ']',
  ':',
  ' ',
  '\n',
  '%',
  'pp',
  '0',
  '9',
  '1e999',
  '"',
  '*a',
  '&a ',
  'null',
  '.nan',
  '__proto__',
  '<<: ',
];

/** A valid text with up to four places cut and replaced by something that may break it. */
export function mutatedYaml(valid: string): fc.Arbitrary<string> {
  const mutation = fc.tuple(fc.nat(valid.length), fc.nat(12), fc.constantFrom(...pieces));
  return fc
    .array(mutation, { minLength: 1, maxLength: 4 })
    .map((mutations) =>
      mutations.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), valid),
    );
}
