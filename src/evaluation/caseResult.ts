import type { RenderedMessage } from '../prompts/rendering/rendering.js';
import type { Case, CasePlace } from './cases/case.js';
import type { Grade } from './graders/grader.js';
import type { ModelOutput } from './modelOutput.js';

/** `unchecked`: there is an output, and nothing that says what must hold of it, or nothing that can be checked here. */
export type CaseStatus = 'passed' | 'failed' | 'missing' | 'unchecked';

/** One output of a case, or why there is none, with what the graders found. */
export interface SampleResult {
  readonly output?: ModelOutput;
  /** Why there is no output, as a sentence. */
  readonly missing?: string;
  /** Why the prompt cannot be filled in for the case: it fails then, as it would for any caller. */
  readonly problem?: string;
  readonly grades: readonly Grade[];
}

/** What came of one case with one version. */
export interface CaseResult {
  readonly case: Case;
  readonly status: CaseStatus;
  /** 0–1, the mean of its samples; absent where nothing was graded. */
  readonly score?: number;
  /** The prompt as it was filled in for the case. */
  readonly messages: readonly RenderedMessage[];
  /** At least one; several where the provider was asked for repeats. */
  readonly samples: readonly SampleResult[];
  /** Of very many cases not all are kept whole: see `Briefly`. */
  readonly isBrief?: true;
}

/** All cases of a prompt with one version. */
export interface EvaluationRun {
  /** In the order of the cases. */
  readonly results: readonly CaseResult[];
  /** Outputs were made now, so that their latencies mean something. */
  readonly live: boolean;
}

/** Whether the graders came to a verdict. */
export function isGraded({ status }: CaseResult): boolean {
  return status === 'passed' || status === 'failed';
}

/**
 * Makes of results what is kept where there are very many: all that summaries, comparisons and gates look at, and where the
 * case stands. Inputs, messages, texts and reasons are gone; what is alike is shared, so that one takes half a kilobyte.
 */
export class Briefly {
  private readonly grades = new Map<string, Grade>();
  private readonly paths = new Map<string, string>();

  /** Of one that is brief already, what is alike is shared: on its way out of a thread it was not. */
  of({ case: one, status, score, samples }: CaseResult): CaseResult {
    const { id, tags, critical, weight, place } = one;
    // No copies by `...rest`: those take several times as much memory.
    return {
      case: {
        id,
        vars: nothing,
        asserts: none,
        tags: tags.length === 0 ? none : tags,
        critical,
        weight,
        place: this.place(place),
      },
      status,
      ...(score !== undefined && { score }),
      messages: none,
      samples: samples.map((sample) => this.sample(sample)),
      isBrief: true,
    };
  }

  private place({ path, range: { start, end } }: CasePlace): CasePlace {
    const known = this.paths.get(path) ?? path;
    this.paths.set(path, known);
    return { path: known, range: { start, end } };
  }

  private sample({ output, missing, grades }: SampleResult): SampleResult {
    const brief = { grades: grades.map((grade) => this.grade(grade)) };
    if (output) return { output: figuresOf(output), ...brief };
    return missing === undefined ? brief : { missing, ...brief };
  }

  /** Its verdict, and of what kind it is. */
  private grade({ verdict, assertion: { type } }: Grade): Grade {
    const key = `${verdict} ${type}`;
    const score = verdict === 'pass' ? 1 : 0;
    const known = this.grades.get(key) ?? {
      verdict,
      score,
      reason: '',
      assertion: { type, weight: 1, options: nothing },
    };
    this.grades.set(key, known);
    return known;
  }
}

const none: readonly never[] = [];
const nothing = {};

function figuresOf({ tokens, cost, latency }: ModelOutput): ModelOutput {
  return {
    text: '',
    ...(tokens && { tokens }),
    ...(cost !== undefined && { cost }),
    ...(latency !== undefined && { latency }),
  };
}
