import { HumanError } from '../../prompts/humanError.js';
import { setGrade } from './assertSet.js';
import type { Grade, Graded, Judge } from './grader.js';
import { gradeOf, graderName } from './gradeOf.js';
import { modelGraders } from './graders.js';

/**
 * Lets a model judge what it must, and grades the sets anew that it is part of.
 * @param grades of one output, from `gradeOutputs`
 * @returns as many; where the model could not be asked, it is `unsupported`, and the reason says why
 * @throws what `judge` throws where the signal says to stop, or where it is a defect
 */
export function judgeGrades(
  grades: readonly Grade[],
  graded: Graded,
  judge: Judge,
  signal: AbortSignal,
): Promise<readonly Grade[]> {
  return Promise.all(
    grades.map(async (grade): Promise<Grade> => {
      const { assertion } = grade;
      if (grade.grades) return setGrade(assertion, await judgeGrades(grade.grades, graded, judge, signal));
      const grader = grade.toJudge && modelGraders.get(graderName(assertion));
      if (!grader) return grade;
      try {
        return gradeOf(assertion, await grader.grade(graded, assertion, judge, signal));
      } catch (error) {
        if (signal.aborted || !(error instanceof HumanError)) throw error;
        return gradeOf(assertion, { unsupported: `The model that judges could not be asked. ${error.message}` });
      }
    }),
  );
}
