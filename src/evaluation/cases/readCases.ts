import { createHash, type Hash } from 'node:crypto';
import { formatDiagnostic } from '../../prompts/diagnostic.js';
import { parsePrompt } from '../../prompts/formats/index.js';
import type { Case } from './case.js';
import { isRefused, type CaseFiles } from './caseFiles.js';
import { CaseReport, type Unsupported } from './caseReport.js';
import { casesFor } from './casesFor.js';
import { inGroups } from '../inGroups.js';
import { workingFiles } from './workingFiles.js';

/** Whose cases are read, and from where. */
export interface CasesToRead {
  /** The folder that nothing outside of is read. */
  readonly root: string;
  /** All files there are, from the root, sorted. */
  readonly files: readonly string[];
  /** Texts that are not saved yet, by path. */
  readonly unsaved: ReadonlyMap<string, string>;
  readonly prompt: { readonly path: string; readonly text: string };
  /** What its strategy says under `offline.cases`, from the root. */
  readonly casesPath?: string;
}

/** What there is to say of the files that cases were read from. */
export interface CasesRead {
  /** What other tools would do with the cases, and this one does not. */
  readonly unsupported: readonly Unsupported[];
  /** What is wrong in the files, as `path:line:column severity message`. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** The SHA-256, in hex, of every file that was read, by its path. */
  readonly digests: Readonly<Record<string, string>>;
}

/** All cases of a prompt. */
export interface ReadCases extends CasesRead {
  readonly cases: readonly Case[];
}

/** The cases of a prompt, as they come. */
export interface OpenCases {
  /** To be taken once. Never throws for what stands in files. */
  readonly cases: AsyncIterable<Case>;
  /** Once all were taken. */
  readonly read: () => Promise<CasesRead>;
}

export function openCases({ root, files, unsaved, prompt, casesPath }: CasesToRead): OpenCases {
  const source = workingFiles(root, () => Promise.resolve(files), unsaved);
  const hashes = new Map<string, Hash>();
  const report = new CaseReport();
  const document = parsePrompt(prompt.path, prompt.text);
  const subject = { path: prompt.path, document, ...(casesPath !== undefined && { casesPath }) };
  const placed = async (severity: string): Promise<readonly string[]> =>
    Promise.all(
      report.problems
        .filter((problem) => problem.severity === severity)
        .map(async (problem) => formatDiagnostic(problem.path, await textOf(source, problem.path), problem)),
    );
  return {
    cases: casesFor(subject, hashed(source, hashes), report),
    read: async () => ({
      unsupported: report.unsupported,
      errors: await placed('error'),
      warnings: await placed('warning'),
      digests: Object.fromEntries([...hashes].map(([path, hash]) => [path, hash.digest('hex')])),
    }),
  };
}

/** Tells all cases of a prompt, some at a time. Never throws for what stands in files. */
export async function tellCases(takes: CasesToRead, tell: (some: readonly Case[]) => void): Promise<CasesRead> {
  const { cases, read } = openCases(takes);
  for await (const some of inGroups(cases, together)) tell(some);
  return read();
}

/** So many cases travel at once: no thread is held by what it takes in. */
const together = 250;

async function textOf(files: CaseFiles, path: string): Promise<string> {
  const text = await files.read(path);
  return isRefused(text) ? '' : text;
}

/** Notes what is read, so that it can be told later whether it changed. */
function hashed(files: CaseFiles, hashes: Map<string, Hash>): CaseFiles {
  const hashOf = (path: string): Hash => {
    const hash = createHash('sha256');
    hashes.set(path, hash);
    return hash;
  };
  return {
    ...files,
    read: async (path) => {
      const text = await files.read(path);
      if (!isRefused(text)) hashOf(path).update(text);
      return text;
    },
    stream: async (path) => {
      const pieces = await files.stream(path);
      return isRefused(pieces) ? pieces : through(pieces, hashOf(path));
    },
  };
}

async function* through(pieces: AsyncIterable<string>, hash: Hash): AsyncGenerator<string, void, undefined> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}
