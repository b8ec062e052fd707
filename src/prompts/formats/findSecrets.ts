import type { Diagnostic } from '../diagnostic.js';
import type { TextRange } from '../textRange.js';

/** What keys of well-known services look like. Lengths are bounded, so that no text makes this slow. */
const secrets: readonly (readonly [service: string, pattern: RegExp])[] = [
  ['API', /\bsk-(?=[\w-]{0,200}\d)[\w-]{20,}/g],
  ['GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})/g],
  ['AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g],
  ['Google', /\bAIza[\w-]{35}/g],
  ['Slack', /\bxox[abprs]-[\w-]{10,200}/g],
];

/** Where literal secrets stand in a text, and whose they are. */
export function secretsIn(text: string): readonly { readonly service: string; readonly range: TextRange }[] {
  return secrets.flatMap(([service, pattern]) =>
    [...text.matchAll(pattern)].map(({ index, 0: secret }) => ({
      service,
      range: { start: index, end: index + secret.length },
    })),
  );
}

/** The text with a few words in place of each literal secret. */
export function withoutSecrets(text: string): string {
  return secrets.reduce((rest, [service, pattern]) => rest.replaceAll(pattern, `[${service} key, removed]`), text);
}

/** Finds literal secrets in a prompt file: history would keep them for ever. The messages never repeat them. */
export function findSecrets(source: string): Diagnostic[] {
  return secretsIn(source).map(({ service, range }) => ({
    severity: 'error',
    code: 'literal-secret',
    message: `This looks like a secret (${service} key). Revoke it, and name an environment variable instead: whoever reads the repository's history can read it.`,
    range,
  }));
}
