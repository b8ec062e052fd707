import { execFileSync } from 'node:child_process';

/** A commit to be imported. Its number is its place in the list, from 0. */
export interface ImportedCommit {
  /** Numbers of earlier commits; the first is the one it stands on. */
  readonly parents: readonly number[];
  /** Epoch seconds. */
  readonly time: number;
  /** The whole tree where `whole`, else the files that change; null removes one. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly whole?: boolean;
  readonly subject?: string;
}

/** Writes many commits into an empty repository in one process; `main` is the last. Leaves the working tree alone. */
export function importHistory(root: string, commits: readonly ImportedCommit[]): void {
  const lines: string[] = [];
  const data = (text: string): void => void lines.push(`data ${Buffer.byteLength(text)}`, text);
  commits.forEach(({ parents: [first, ...others], time, files, whole, subject = 'change' }, number) => {
    lines.push(
      'reset refs/heads/main',
      'commit refs/heads/main',
      `mark :${number + 1}`,
      `committer Ada Test <ada@example.org> ${time} +0000`,
    );
    data(subject);
    if (first !== undefined) lines.push(`from :${first + 1}`);
    for (const other of others) lines.push(`merge :${other + 1}`);
    if (whole) lines.push('deleteall');
    for (const [path, content] of Object.entries(files)) {
      if (content === null) lines.push(`D ${path}`);
      else {
        lines.push(`M 100644 inline ${path}`);
        data(content);
      }
    }
    lines.push('');
  });
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: root, input: lines.join('\n'), stdio: 'pipe' });
}
