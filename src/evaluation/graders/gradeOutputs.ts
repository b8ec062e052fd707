import { messageOf } from '../../prompts/humanError.js';
import { TemplateError } from '../../prompts/rendering/engines/engine.js';
import type { Assertion } from './assertion.js';
import { assertionsIn, isSet, setGrade } from './assertSet.js';
import { fillAssertion } from './fillAssertion.js';
import type { Finding } from './finding.js';
import type { Grade, Graded, Grader } from './grader.js';
import { gradeOf, graderName } from './gradeOf.js';
import { graders, modelGraders } from './graders.js';
import { whyUnsupported } from './unsupported.js';
import { withinTime } from './withinTime.js';

/** Where the stack ran out. */
const tooDeep: Finding = { unsupported: 'The output or the value nests too deeply.' };

/** An output, with what must hold of it. */
export interface GradingTask {
  readonly graded: Graded;
  /** As the case has them, with their templates. */
  readonly asserts: readonly Assertion[];
}

/** Milliseconds for what the case says: to fill in a template, to compile a schema. */
const preparing = 1000;
/** Milliseconds for one look at one output. */
const checking = 100;
/** An assertion that was stopped so often is tried on no other output. */
const mostStops = 3;

/**
 * Grades outputs by everything that needs no model. Hostile templates, patterns and schemas are stopped, and `unsupported`
 * then. Give it many outputs at once, and in a worker.
 * @returns per task, in order, a grade per assertion; what a model must judge is `unsupported` and `toJudge`
 */
export function gradeOutputs(tasks: readonly GradingTask[]): readonly (readonly Grade[])[] {
  const checks = tasks.flatMap(({ graded, asserts }) =>
    asserts.flatMap(assertionsIn).map((assertion) => ({ graded, assertion })),
  );
  const prepared = withinTime(checks, preparing, prepare, ({ assertion }) =>
    gradeOf(assertion, { unsupported: `It took longer than ${preparing} ms to prepare, and was stopped.` }),
  );
  const grades = gradePrepared(prepared).values();
  const shaped = (assertion: Assertion): Grade =>
    isSet(assertion) ? setGrade(assertion, (assertion.asserts ?? []).map(shaped)) : taken(grades.next());
  return tasks.map(({ asserts }) => asserts.map(shaped));
}

/** One assertion about one output. */
interface Check {
  readonly graded: Graded;
  readonly assertion: Assertion;
}

/** A check whose templates are filled in and whose grader is known. */
interface PreparedCheck extends Check {
  readonly grader: Grader;
}

function taken(next: IteratorResult<Grade, unknown>): Grade {
  if (next.done) throw new Error('There are fewer grades than assertions.');
  return next.value;
}

/** @returns its grade where that is known without a look at the output */
function prepare({ graded, assertion: written }: Check): PreparedCheck | Grade {
  const name = graderName(written);
  const [grader, modelGrader] = [graders.get(name), modelGraders.get(name)];
  const unsupported =
    whyRefused(written) ??
    (grader || modelGrader ? undefined : whyUnsupported(name, [...graders.keys(), ...modelGraders.keys()]));
  if (unsupported !== undefined) return gradeOf(written, { unsupported });
  try {
    const isVerbatim = grader?.verbatim ?? modelGrader?.verbatim;
    const assertion = isVerbatim ? written : fillAssertion(written, graded.vars);
    if (!grader)
      return { ...gradeOf(assertion, { unsupported: 'It asks a model that judges; none was asked.' }), toJudge: true };
    grader.prepare?.(graded, assertion);
    return { graded, assertion, grader };
  } catch (error) {
    if (error instanceof TemplateError)
      return gradeOf(written, { mistake: `A template in it is broken: ${messageOf(error)}.` });
    if (error instanceof RangeError) return gradeOf(written, tooDeep);
    throw error;
  }
}

/** promptfoo reads files and runs code where a value or an option names them. */
function whyRefused({ value, options }: Assertion): string | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.some((one) => typeof one === 'string' && /^(?:file:\/\/|package:)/.test(one)))
    return 'Its value stands in another file, which is not read.';
  return options['transform'] === undefined ? undefined : 'Its `transform` runs code, which a check here never does.';
}

function gradePrepared(prepared: readonly (PreparedCheck | Grade)[]): readonly Grade[] {
  const stops = new Map<unknown, number>();
  const count = (assertion: Assertion): number => stops.get(contentOf(assertion)) ?? 0;
  return withinTime(
    prepared,
    checking,
    (check) => {
      if ('verdict' in check) return check;
      const { assertion } = check;
      const finding =
        count(assertion) >= mostStops
          ? { unsupported: `It was stopped on ${mostStops} other outputs, and not tried on this one.` }
          : find(check);
      return gradeOf(assertion, finding);
    },
    ({ assertion }) => {
      stops.set(contentOf(assertion), count(assertion) + 1);
      return gradeOf(assertion, { unsupported: `It took longer than ${checking} ms on this output, and was stopped.` });
    },
  );
}

/** What is the same for assertions that ask the same, as far as that is cheap to know. */
function contentOf({ type, value }: Assertion): unknown {
  return typeof value === 'object' ? value : `${type} ${String(value)}`;
}

function find({ grader, graded, assertion }: PreparedCheck): Finding {
  try {
    return grader.grade(graded, assertion);
  } catch (error) {
    if (error instanceof RangeError) return tooDeep;
    throw error;
  }
}
