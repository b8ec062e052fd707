import type { Counted } from '../../evidence/statistics/counted.js';
import type { Judged } from '../../evidence/statistics/judged.js';
import type { Diagnostic } from '../../prompts/diagnostic.js';
import { parsePrompt } from '../../prompts/formats/index.js';
import type { JsonObject } from '../../prompts/json.js';
import type { PromptText } from '../../prompts/promptText.js';
import { renderPrompt } from '../../prompts/rendering/renderPrompt.js';
import type { TextEdit } from '../../prompts/textEdit.js';
import { inlineWork } from '../../prompts/work/inlineWork.js';
import { jobs, type Jobs } from '../../prompts/work/jobs.js';
import type { Work } from '../../prompts/work/promptWork.js';
import type { JobTable } from '../../prompts/work/serveJobs.js';
import type { FollowedIncludes } from '../../workspace/followIncludes.js';
import type { Case } from '../cases/case.js';
import type { CasesToCheck } from '../cases/casesDiagnostics.js';
import type { CasesRead, CasesToRead } from '../cases/readCases.js';
import type { CaseResults, EvaluationBesideCases } from '../evaluation.js';
import type { RecordingJobs } from '../recordings/readRecordings.js';
import type { Replay } from '../replay.js';
import type { CaseJobs, FilledCase } from './caseJobs.js';

/** What is done with prompts and their cases away from the thread that people wait for. */
export interface EvaluationJobs extends Jobs, RecordingJobs, CaseJobs {
  /** Follows what a prompt includes, through the files on disk. */
  followIncludes: {
    readonly takes: Omit<PromptText, 'includes'> & { readonly root: string };
    readonly gives: FollowedIncludes;
  };
  checkCases: { readonly takes: CasesToCheck; readonly gives: readonly Diagnostic[] };
  /** All cases of a prompt, some at a time. */
  readCases: { readonly takes: CasesToRead; readonly tells: readonly Case[]; readonly gives: CasesRead };
  /** A whole evaluation that asks nobody, its results some at a time. */
  replay: { readonly takes: Replay; readonly tells: readonly CaseResults[]; readonly gives: EvaluationBesideCases };
  /** Judges what was counted of a rollout. */
  judge: { readonly takes: Counted; readonly gives: Judged };
  /** Adds a case to the text of a file; its id is made of `words`. */
  addCase: {
    readonly takes: { readonly text: string; readonly words: string; readonly vars: JsonObject };
    readonly gives: TextEdit;
  };
  /** Accepts an output as the expected one of a case. */
  setExpected: {
    readonly takes: { readonly text: string; readonly id: string; readonly expected: string };
    readonly gives: TextEdit;
  };
}

export type EvaluationWork = Work<EvaluationJobs>;

/** Cases, graders and recordings are loaded when first used: previews need none of them. */
export const evaluationJobs: JobTable<EvaluationJobs> = {
  ...jobs,
  followIncludes: async ({ root, path, text }) =>
    (await import('../../workspace/followIncludes.js')).followIncludes(root, path, text),
  checkCases: async (takes) => (await import('../cases/casesDiagnostics.js')).casesDiagnostics(takes),
  readCases: async (takes, tell) => (await import('../cases/readCases.js')).tellCases(takes, tell),
  replay: async (takes, tell) => (await import('../replay.js')).replay(takes, inlineWork(evaluationJobs), tell),
  fill: ({ prompt, vars }) => {
    const document = parsePrompt(prompt.path, prompt.text);
    const filled = vars.map((inputs): FilledCase => {
      const { messages, request, problems } = renderPrompt(document, { inputs, includes: prompt.includes });
      const [problem] = problems;
      return { messages, request, ...(problem && { problem: problem.message }) };
    });
    return Promise.resolve({ filled, tools: document.tools });
  },
  grade: async (tasks) => {
    const { gradeOutputs } = await import('../graders/gradeOutputs.js');
    return gradeOutputs(tasks).map((grades, at) =>
      grades.map(({ assertion, ...grade }, nth) =>
        assertion === tasks[at]?.asserts[nth] ? grade : { ...grade, assertion },
      ),
    );
  },
  readRecordings: async (sources) => (await import('../recordings/readRecordings.js')).readRecordings(sources),
  bootstrap: async ({ differences, weights, seed }) =>
    (await import('../comparison/bootstrap.js')).pairedBootstrap(differences, weights, seed),
  judge: async (counted) => (await import('../../evidence/statistics/judged.js')).judged(counted),
  addCase: async ({ text, words, vars }) => {
    const [{ addCase }, { freeId }] = await Promise.all([import('../cases/addCase.js'), import('../cases/freeId.js')]);
    return addCase(text, { id: freeId(text, words), vars });
  },
  setExpected: async ({ text, id, expected }) =>
    (await import('../cases/setExpected.js')).setExpected(text, id, expected),
};
