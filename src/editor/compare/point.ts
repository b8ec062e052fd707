import { versionLabel, type Version, type VersionId } from '../../workspace/version.js';
import { labelOf, ordinalAt, type VersionList } from '../versions/versionList.js';

/** One side of a comparison: the file as it is now, or a version of it. */
export type Point = { readonly kind: 'file' } | VersionPoint;

export interface VersionPoint {
  readonly kind: 'version';
  readonly id: VersionId;
  /** Where the file was then, from the root of the repository. */
  readonly path: string;
  /** Tells one occurrence of a content from another. */
  readonly commit?: string;
}

export function pointOf({ id, path, commit }: Version): VersionPoint {
  return { kind: 'version', id, path, commit };
}

/** Where a version stands in the history; -1 where it is not in it. */
export function indexOf({ versions }: VersionList, { id, commit }: VersionPoint): number {
  const exact = versions.findIndex((version) => version.id === id && version.commit === commit);
  return exact >= 0 ? exact : versions.findIndex((version) => version.id === id);
}

/** `v12` where that is known, else seven digits. */
export function pointLabel(list: VersionList, point: VersionPoint): string {
  const index = indexOf(list, point);
  return versionLabel(point.id, index < 0 ? undefined : ordinalAt(list, index));
}

/**
 * What people call the file as it is now: the version that it holds, else `draft`.
 * @param working the version that it would become; absent where it is as committed
 * @param isUnsaved it has changes that are not saved
 */
export function fileLabel(list: VersionList, working: VersionId | undefined, isUnsaved: boolean): string {
  const id = working ?? list.versions[0]?.id;
  const isKnown = list.versions.some((version) => version.id === id);
  return isUnsaved || id === undefined || !isKnown ? 'draft' : labelOf(list, id);
}

/** The version that came before; of the file, the newest version that it differs from. */
export function previousOf(
  list: VersionList,
  point: Point,
  file: { readonly working?: VersionId; readonly isUnsaved: boolean },
): Version | undefined {
  if (point.kind === 'version') {
    const index = indexOf(list, point);
    return index < 0 ? undefined : list.versions[index + 1];
  }
  const isNewest = !file.isUnsaved && (file.working ?? list.versions[0]?.id) === list.versions[0]?.id;
  return list.versions[isNewest ? 1 : 0];
}

/** What the tab of a comparison says: `support-reply v12 ↔ v13`. */
export function compareTitle(name: string, left: string, right: string): string {
  return `${name} ${left} ↔ ${right}`;
}
