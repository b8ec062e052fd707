/**
 * One immutable content of a prompt: the first 12 hex digits of the git blob id of its file, or of the git tree id of
 * file and includes where it has any (`versionTree.ts`). Always a string.
 */
export type VersionId = string;

export const versionIdPattern = /^[0-9a-f]{12}$/;

/** The version that a git object is, given its whole id. */
export function versionIdOf(objectId: string): VersionId {
  return objectId.slice(0, 12);
}

/** A version in the history of a prompt. The same content that returns later is a further entry with the same id. */
export interface Version {
  readonly id: VersionId;
  readonly commit: string;
  /** Where the file was then, from the repository root. */
  readonly path: string;
  readonly author: string;
  readonly email: string;
  /** Author date, ISO 8601. */
  readonly time: string;
  readonly subject: string;
}

/** What names a version, and where its file was then; `commit`, where it is known, makes it quick to find. */
export interface VersionAt extends Pick<Version, 'id' | 'path'> {
  readonly commit?: string | undefined;
}

/** The seven digits that people see. */
export function shortVersion(id: VersionId): string {
  return id.slice(0, 7);
}

/** `v12` where the ordinal is known, else the seven digits. */
export function versionLabel(id: VersionId, ordinal?: number): string {
  return ordinal === undefined ? shortVersion(id) : `v${ordinal}`;
}
