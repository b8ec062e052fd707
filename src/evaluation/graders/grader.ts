import type { JsonObject } from '../../prompts/json.js';
import type { Tool } from '../../prompts/promptDocument.js';
import type { ModelOutput } from '../modelOutput.js';
import type { Assertion } from './assertion.js';
import type { Finding } from './finding.js';

/** What a grader found. `unsupported` is neither a pass nor a fail: it is shown, and counts in no score. */
export interface Grade {
  readonly verdict: 'pass' | 'fail' | 'unsupported';
  /** 0–1; meaningless where it is unsupported. */
  readonly score: number;
  /** One sentence for people: what was found, or why nothing could be checked. */
  readonly reason: string;
  /** Its templates are filled in, where that could be done. */
  readonly assertion: Assertion;
  /** The assertion itself is wrong: it fails whatever the output. */
  readonly mistaken?: true;
  /** It waits for the judgement of a model: `judgeGrades`. */
  readonly toJudge?: true;
  /** Of an `assert-set`. */
  readonly grades?: readonly Grade[];
}

/** All that a grader may look at. */
export interface Graded {
  readonly output: ModelOutput;
  readonly vars: JsonObject;
  /** The output that the case wants, for judges that compare with it. */
  readonly expected?: string;
  /** Those that the prompt offers to the model. */
  readonly tools: readonly Tool[];
}

/** What every grader says of itself, for people and for `docs/graders.md`. */
export interface GraderWords {
  /** In assertions, where `not-` may stand before it. */
  readonly name: string;
  /** Whose words and rules these are. */
  readonly origin: 'promptfoo' | 'GitHub' | 'ours';
  /** What holds where it passes, in one line. */
  readonly summary: string;
  /** What `value` and `threshold` may be, in words; empty where it takes neither. */
  readonly value: string;
  /** Its value has templates of its own kind, or none: the caller fills in nothing. */
  readonly verbatim?: true;
}

/** One kind of check, which works without a network and takes the same time tomorrow. */
export interface Grader extends GraderWords {
  /** Does ahead what takes long the first time and is kept. */
  prepare?(graded: Graded, assertion: Assertion): void;
  /** Pure. It never throws for what stands in the case or the output, except where they nest too deeply for the stack. */
  grade(graded: Graded, assertion: Assertion): Finding;
}

/** What is asked of a model that judges: our instructions apart from what it judges. */
export interface Question {
  readonly system: string;
  readonly user: string;
}

/**
 * Asks a model that judges; how it is reached, and recorded, is the caller's business.
 * @param options which model the case wants (`provider`, `modelId`), with all else that the assertion says
 */
export type Judge = (question: Question, options: Assertion['options'], signal: AbortSignal) => Promise<ModelOutput>;

/** A check that takes a model's judgement. */
export interface ModelGrader extends GraderWords {
  /** Throws only what `judge` throws. */
  grade(graded: Graded, assertion: Assertion, judge: Judge, signal: AbortSignal): Promise<Finding>;
}
