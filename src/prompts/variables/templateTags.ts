/** One tag of a template: `{{ … }}`, `{% … %}` or `{# … #}`. */
export interface TemplateTag {
  readonly opener: string;
  /** Of the whole tag. */
  readonly start: number;
  readonly end: number;
  /** Between the delimiters. */
  readonly inner: string;
  readonly innerStart: number;
}

/** Opening delimiters with what closes them; longest first where one begins another. */
export type Delimiters = readonly (readonly [opener: string, closer: string])[];

/** Goes through a template tag by tag, in time proportional to its length; unclosed tags are text. */
export class TemplateTags {
  private position = 0;
  private readonly missing = new Set<string>();

  constructor(
    private readonly text: string,
    private readonly delimiters: Delimiters,
  ) {}

  next(): TemplateTag | undefined {
    for (;;) {
      const start = this.text.indexOf('{', this.position);
      if (start < 0) return undefined;
      const pair = this.delimiters.find(([opener]) => this.text.startsWith(opener, start));
      const end = pair ? this.closing(pair[1], start + pair[0].length) : -1;
      if (pair && end >= 0) {
        const [opener, closer] = pair;
        this.position = end + closer.length;
        const innerStart = start + opener.length;
        return { opener, start, end: this.position, inner: this.text.slice(innerStart, end), innerStart };
      }
      this.position = start + 1;
    }
  }

  /** Skips to behind the next match; to the end where there is none. */
  skipTo(pattern: RegExp): void {
    const match = pattern.exec(this.text.slice(this.position));
    this.position = match ? this.position + match.index + match[0].length : this.text.length;
  }

  private closing(closer: string, from: number): number {
    if (this.missing.has(closer)) return -1;
    const end = this.text.indexOf(closer, from);
    if (end < 0) this.missing.add(closer);
    return end;
  }
}
