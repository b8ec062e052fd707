/** The names that a template binds itself (loop variables, assignments), scope by scope. */
export class BoundNames {
  private readonly counts = new Map<string, number>();
  private readonly scopes: string[][] = [[]];

  has(name: string): boolean {
    return (this.counts.get(name) ?? 0) > 0;
  }

  bind(name: string): void {
    this.scopes.at(-1)?.push(name);
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  open(names: readonly string[]): void {
    this.scopes.push([]);
    for (const name of names) this.bind(name);
  }

  /** Leaves the innermost scope; the outermost stays. */
  close(): void {
    if (this.scopes.length < 2) return;
    for (const name of this.scopes.pop() ?? []) this.counts.set(name, (this.counts.get(name) ?? 1) - 1);
  }
}
