import { posix } from 'node:path';
import { formatOf } from '../../prompts/formats/index.js';
import type { PromptDocument } from '../../prompts/promptDocument.js';
import { promptId } from '../../prompts/promptId.js';
import type { Case } from './case.js';
import { isRefused, type CaseFiles } from './caseFiles.js';
import { UniqueIds } from './caseId.js';
import { CaseReport } from './caseReport.js';
import { casesOfPrompt } from './casesOfPrompt.js';
import { parseCases } from './parseCases.js';
import { casesSuffix } from './promptOfCases.js';
import { isPromptfooConfiguration, readPromptfoo } from './promptfoo/readPromptfoo.js';
import { casesOfTest, noDefaults } from './promptfoo/testCases.js';
import { testsInFile } from './promptfoo/tests.js';

/** A prompt whose cases are wanted. */
export interface CaseSubject {
  /** Its file, from the root. */
  readonly path: string;
  readonly document: PromptDocument;
  /** What its strategy says under `offline.cases`, from the root. */
  readonly casesPath?: string;
}

/**
 * All cases of a prompt, as they come, always in the same order and with unique ids: those of the file that its strategy
 * names, else of the file beside it that has its name; those in its own file, beside other cases only where something is
 * checked of them; those of promptfoo projects that name it.
 * Runs nothing, and reads nothing but `files`.
 */
export async function* casesFor(
  subject: CaseSubject,
  files: CaseFiles,
  report: CaseReport,
): AsyncGenerator<Case, void, undefined> {
  const ids = new UniqueIds();
  let found = false;
  for await (const one of writtenCases(subject, files, report)) {
    found = true;
    yield { ...one, id: ids.give(one.id) };
  }
  // What the inputs default to is a case only where nobody wrote one.
  if (!found && subject.document.tests.length === 0) yield* casesOfPrompt(subject.document, subject.path);
}

async function* writtenCases(
  subject: CaseSubject,
  files: CaseFiles,
  report: CaseReport,
): AsyncGenerator<Case, void, undefined> {
  const { path, document } = subject;
  const listed = await files.list();
  const own = subject.casesPath ?? casesBeside(path, listed);
  if (own !== undefined) yield* casesInFile(own, path, files, report);
  // Beside a file of cases, samples that nothing is checked of are for the preview.
  if (document.tests.length > 0)
    for (const one of casesOfPrompt(document, path)) if (own === undefined || one.asserts.length > 0) yield one;
  for (const configuration of listed.filter(isPromptfooConfiguration)) {
    if (configuration !== own) yield* casesInPromptfoo(configuration, path, files, report);
  }
}

/** The file of cases beside a prompt: `support-reply.cases.yaml`, or the same in CSV or JSON Lines. */
function casesBeside(path: string, listed: readonly string[]): string | undefined {
  const stem = promptId(path, formatOf(path).suffixes);
  const names = [casesSuffix, '.cases.csv', '.cases.jsonl'].map((suffix) => `${stem}${suffix}`);
  return names.find((name) => listed.includes(name));
}

/** The cases of one file, by its kind: our own, promptfoo's configuration, or promptfoo's tests. */
async function* casesInFile(
  path: string,
  prompt: string,
  files: CaseFiles,
  report: CaseReport,
): AsyncGenerator<Case, void, undefined> {
  const start = { path, range: { start: 0, end: 1 } };
  if (isPromptfooConfiguration(path)) {
    yield* casesInPromptfoo(path, prompt, files, report);
  } else if (/\.(?:csv|jsonl|json)$/i.test(path)) {
    const context = { folder: posix.dirname(path), files, report };
    for await (const test of testsInFile(path, start, context))
      for await (const { read } of casesOfTest(test, noDefaults, context)) yield read;
  } else {
    const text = await files.read(path);
    if (isRefused(text)) {
      report.error('unreadable-file', `\`${path}\` is not read: ${text.refused}.`, start);
      return;
    }
    const { cases, diagnostics } = parseCases(text, path);
    report.add(path, diagnostics);
    yield* cases;
  }
}

async function* casesInPromptfoo(
  configuration: string,
  prompt: string,
  files: CaseFiles,
  report: CaseReport,
): AsyncGenerator<Case, void, undefined> {
  const own = new CaseReport();
  const project = await readPromptfoo(configuration, files, own);
  const meant = project?.prompts.filter(({ path }) => path === prompt) ?? [];
  const [first] = meant;
  if (project && !first) return; // what is wrong with it is no matter of this prompt
  if (first && meant.length > 1)
    own.refuse(prompt, 'It holds several prompts for promptfoo; here a file is one prompt.', first.where);
  try {
    if (project) yield* project.cases(meant);
  } finally {
    report.join(own);
  }
}
