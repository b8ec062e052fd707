import type { Diagnostic } from '../diagnostic.js';

/** What keys of well-known services look like. Lengths are bounded, so that no text makes this slow. */
const secrets: readonly (readonly [service: string, pattern: RegExp])[] = [
  ['API', /\bsk-(?=[\w-]{0,200}\d)[\w-]{20,200}/g],
  ['GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})/g],
  ['AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g],
  ['Google', /\bAIza[\w-]{35}/g],
  ['Slack', /\bxox[abprs]-[\w-]{10,200}/g],
];

/** Finds literal secrets in a prompt file: history would keep them for ever. The messages never repeat them. */
export function findSecrets(source: string): Diagnostic[] {
  return secrets.flatMap(([service, pattern]) =>
    [...source.matchAll(pattern)].map((match) => ({
      severity: 'error' as const,
      code: 'literal-secret',
      message: `This looks like a secret (${service} key). Revoke it, and name an environment variable instead: whoever reads the repository's history can read it.`,
      range: { start: match.index, end: match.index + match[0].length },
    })),
  );
}
