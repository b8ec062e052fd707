import { madeId, UniqueIds } from './caseId.js';
import { parseCases } from './parseCases.js';

/**
 * An id for a new case, made of the first words of a text, that no other case of the file has.
 * @param text the whole `*.cases.yaml`
 */
export function freeId(text: string, words: string): string {
  const slug = words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .slice(0, 5)
    .join('-')
    .slice(0, 40);
  const ids = new UniqueIds();
  for (const { id } of parseCases(text, '').cases) ids.give(id);
  return ids.give(slug === '' ? madeId({ words }) : slug);
}
