import { HumanError, messageOf, type Trouble } from '../prompts/humanError.js';

/** Something that went wrong, as a person and a script are told. */
export interface Failure {
  readonly kind: Trouble | 'defect';
  readonly message: string;
}

const exitCodes: Readonly<Record<Failure['kind'], number>> = {
  refused: 1,
  input: 2,
  conflict: 3,
  unreachable: 4,
  defect: 70,
  cancelled: 130,
};

/** What was thrown, told; what was not meant to be read by people is a defect of ours. */
export function failureOf(error: unknown): Failure {
  return error instanceof HumanError
    ? { kind: error.trouble, message: error.message }
    : { kind: 'defect', message: `This is a defect of Prompt Rollout: ${messageOf(error)}` };
}

export function exitCodeOf({ kind }: Failure): number {
  return exitCodes[kind];
}
