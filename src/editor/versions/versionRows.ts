import type { Comparison } from '../../prompts/comparison/comparison.js';
import { firstLine, shortClass } from '../../prompts/comparison/comparisonWords.js';
import { shortVersion, versionLabel, type Version, type VersionId } from '../../workspace/version.js';
import type { PromptHandle, Seen } from '../projects.js';
import { relativeTime } from '../relativeTime.js';
import { ordinalAt, type VersionList } from './versionList.js';

/** What a version is in the rollout of its prompt. */
export type Mark = 'candidate' | 'baseline' | 'released';

interface Row {
  /** Stays the same while the row means the same, so that what is selected stays so. */
  readonly id: string;
  readonly handle: PromptHandle;
  readonly label: string;
  readonly description: string;
  /** Whole facts, one a line. */
  readonly tooltip: string;
}

/** A row of a version; the only kind beside the draft's that commands take. */
export interface VersionRow extends Row {
  readonly kind: 'version';
  readonly version: Version;
  readonly mark?: Mark;
}

export interface DraftRow extends Row {
  readonly kind: 'draft';
}

/** One row of the Versions view, as text; the item mapper gives it icon and colours. */
export type VersionsRow = VersionRow | DraftRow | (Row & { readonly kind: 'more' | 'note' });

export interface ShownVersions {
  readonly handle: PromptHandle;
  readonly list: VersionList;
  /** The version that the file would become if it were committed as it is; absent where there is no file. */
  readonly working?: VersionId;
  readonly seen: Seen | undefined;
  /** What versions changed since the one before, by `changeKey`, as far as that is known. */
  readonly changes?: ReadonlyMap<string, Comparison>;
  /** What the draft changes since the newest version. */
  readonly draftChange?: Comparison;
  /** How many versions are shown at most. */
  readonly limit: number;
  readonly now: number;
}

/** Tells one occurrence of a content in a history from another. */
export function changeKey({ id, commit }: Version): string {
  return `${commit}\n${id}`;
}

/** The rows of the Versions view: the draft, versions from the newest, and how to see older ones or why there are none. */
export function versionRows(shown: ShownVersions): readonly VersionsRow[] {
  const { handle, list, limit } = shown;
  const marks = marksOf(shown.seen);
  const seenIds = new Set<VersionId>();
  const rows = list.versions.slice(0, limit).map((version, index): VersionRow => {
    // A content that returns is listed again; the mark is on the newest of them.
    const mark = seenIds.has(version.id) ? undefined : marks.get(version.id);
    seenIds.add(version.id);
    return versionRow(shown, version, index, mark);
  });
  const more = list.versions.length > limit || !list.complete;
  const end = `${handle.uri.toString()}\n`;
  const older = 'The clone leaves out older commits. "git fetch --unshallow" brings them.';
  return [
    ...(isDraft(shown) ? [draftRow(shown)] : []),
    ...rows,
    ...(more
      ? [
          {
            kind: 'more',
            id: `${end}more`,
            handle,
            label: 'Load more',
            description: '',
            tooltip: 'Show 50 more',
          } as const,
        ]
      : []),
    ...(!more && list.shallow
      ? [
          {
            kind: 'note',
            id: `${end}shallow`,
            handle,
            label: 'history is cut off: shallow clone',
            description: '',
            tooltip: older,
          } as const,
        ]
      : []),
  ];
}

/** Whether the file differs from every version there is, as far as the history was read. */
export function isDraft({ list, working }: Pick<ShownVersions, 'list' | 'working'>): boolean {
  return working !== undefined && !list.versions.some(({ id }) => id === working);
}

/** What the log says that versions are, by version. */
export function marksOf(seen: Seen | undefined): ReadonlyMap<VersionId, Mark> {
  if (!seen || !('prompt' in seen)) return new Map();
  const { live, released } = seen.state;
  if (live)
    return new Map([
      [live.baseline, 'baseline'],
      [live.candidate, 'candidate'],
    ]);
  return new Map(released === undefined ? [] : [[released, 'released']]);
}

function versionRow(
  { handle, list, now, changes }: ShownVersions,
  version: Version,
  index: number,
  mark: Mark | undefined,
): VersionRow {
  const { id, commit, path, author, email, time, subject } = version;
  const ordinal = ordinalAt(list, index);
  const age = relativeTime(Date.parse(time), now);
  const environment = handle.environment ? ` in ${handle.environment.name}` : '';
  const change = changes?.get(changeKey(version));
  return {
    kind: 'version',
    id: `${handle.uri.toString()}\n${commit}\n${path}\n${id}`,
    handle,
    label: versionLabel(id, ordinal),
    // Log, lenses and backend name versions by their digits.
    description: [mark, change && shortClass(change), subject, author, age].filter(Boolean).join(' · '),
    tooltip: [
      `${versionLabel(id, ordinal)}${ordinal === undefined ? '' : ` (${shortVersion(id)})`}${mark ? `, ${mark}${environment}` : ''}`,
      ...(change ? [firstLine(change)] : []),
      subject,
      `${author} <${email}>, ${age} (${time})`,
      `Version ${id}`,
      `Commit ${commit}`,
      ...(path === handle.prompt.path ? [] : [`File ${path} then`]),
    ].join('\n'),
    version,
    ...(mark && { mark }),
  };
}

function draftRow({ handle, list, draftChange }: ShownVersions): DraftRow {
  const isNew = list.versions.length === 0;
  const change = draftChange && [firstLine(draftChange)];
  return {
    kind: 'draft',
    id: `${handle.uri.toString()}\ndraft`,
    handle,
    label: 'draft',
    description: isNew ? 'not committed yet' : draftChange ? shortClass(draftChange) : 'differs from every version',
    tooltip: isNew
      ? 'This prompt has no version yet: the first commit makes it.'
      : [...(change ?? []), 'The file differs from every version; a commit makes it one.'].join('\n'),
  };
}
