import type { TextRange } from '../textRange.js';

/** Collects the outermost blocks (conditions, loops, sections) of a template while it is gone through. */
export class BlockRanges {
  private readonly closed: TextRange[] = [];
  private depth = 0;
  private start = 0;

  get inside(): boolean {
    return this.depth > 0;
  }

  open(start: number): void {
    if (this.depth === 0) this.start = start;
    this.depth += 1;
  }

  close(end: number): void {
    if (this.depth === 0) return;
    this.depth -= 1;
    if (this.depth === 0) this.closed.push({ start: this.start, end });
  }

  /** @param end where the text ends: an unclosed block goes on until there */
  finish(end: number): TextRange[] {
    return this.inside ? [...this.closed, { start: this.start, end }] : this.closed;
  }
}
