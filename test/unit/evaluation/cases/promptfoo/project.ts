import { CaseReport } from '../../../../../src/evaluation/cases/caseReport.js';
import { readPromptfoo } from '../../../../../src/evaluation/cases/promptfoo/readPromptfoo.js';
import { all, memoryFiles } from '../memoryFiles.js';

/** A promptfoo project, read whole. @param files by path; the configuration is the first one */
export async function readProject(files: Readonly<Record<string, string>>) {
  const report = new CaseReport();
  const tree = memoryFiles(files);
  const project = await readPromptfoo(Object.keys(files)[0]!, tree, report);
  const prompts = project?.prompts ?? [];
  const cases = project ? await all(project.cases(prompts)) : [];
  return {
    prompts,
    cases,
    vars: cases.map(({ vars }) => vars),
    asserts: cases.map(({ asserts }) =>
      asserts.map(({ range: _, options, ...rest }) => ({
        ...rest,
        ...(Object.keys(options).length > 0 && { options }),
      })),
    ),
    casesOf: async (path: string) => all(project!.cases(prompts.filter((prompt) => prompt.path === path))),
    unsupported: report.unsupported.map(
      ({ what, where }) => `${where.path}: ${what} «${files[where.path]?.slice(where.range.start, where.range.end)}»`,
    ),
    reasons: report.unsupported,
    problems: report.problems.map(
      ({ path, code, range }) => `${path}: ${code} «${files[path]?.slice(range.start, range.end)}»`,
    ),
    asked: tree.asked,
  };
}
