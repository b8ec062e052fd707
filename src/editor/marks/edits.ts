import type { TextRange } from '../../prompts/textRange.js';

/** A replacement in a text, in UTF-16 units. */
export interface Edit {
  readonly offset: number;
  readonly removed: number;
  readonly added: number;
}

/**
 * Where a range is after edits that were made one after the other, as the editor moves what is drawn on it.
 * @param grows whether what is typed at its edges belongs to it
 */
export function movedBy(edits: readonly Edit[], range: TextRange, grows: boolean): TextRange {
  let { start, end } = range;
  for (const edit of edits) {
    start = movedOffset(edit, start, !grows);
    end = Math.max(start, movedOffset(edit, end, grows));
  }
  return { start, end };
}

/** @param isPushed whether text that is inserted exactly there goes before it */
function movedOffset({ offset, removed, added }: Edit, at: number, isPushed: boolean): number {
  if (at < offset || (at === offset && !isPushed)) return at;
  return at >= offset + removed ? at + added - removed : offset + (isPushed ? added : 0);
}

/** How many edits of a document are remembered. */
const kept = 1000;

/** The last edits of one document. */
export class EditLog {
  private readonly edits: { readonly version: number; readonly edit: Edit }[] = [];

  /** @param from the version of the document when the log begins */
  constructor(private from: number) {}

  /** @param version of the document after the edits */
  note(version: number, edits: readonly Edit[]): void {
    this.edits.push(...edits.map((edit) => ({ version, edit })));
    const forgotten = this.edits.splice(0, Math.max(0, this.edits.length - kept));
    this.from = forgotten.at(-1)?.version ?? this.from;
  }

  /** All edits since a version; undefined where some are forgotten. */
  since(version: number): readonly Edit[] | undefined {
    if (version < this.from) return undefined;
    return this.edits.filter((noted) => noted.version > version).map(({ edit }) => edit);
  }
}
