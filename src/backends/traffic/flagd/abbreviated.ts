import { createHash } from 'node:crypto';

const readable = 72;

/** A copy of something parsed with its long texts cut, for a person to read; the digest tells two texts apart behind the cut. */
export function abbreviated(value: unknown): object {
  const copy: unknown = JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? cut(inner) : inner)),
  );
  return typeof copy === 'object' && copy !== null ? copy : {};
}

function cut(text: string): string {
  if (text.length <= readable) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 7);
  return `${text.slice(0, readable / 2)}… (${text.length.toLocaleString('en')} characters, ${digest})`;
}
