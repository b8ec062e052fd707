import { createHash } from 'node:crypto';
import { canonicalJson } from '../prompts/json.js';
import type { Evidence } from './evidence.js';

/** The digest of what was counted, however it is put together: equal counts give equal digests. */
export function digestOf(
  counted: Omit<Evidence, 'arms' | 'skipped' | 'failure' | 'digest'> & { readonly skipped: number },
): string {
  return createHash('sha256').update(canonicalJson(counted)).digest('hex').slice(0, 16);
}
