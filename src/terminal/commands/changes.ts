import { HumanError } from '../../prompts/humanError.js';
import { readDuration } from '../../rollout/strategy/units.js';
import { change, type Changing } from '../change.js';
import type { Command, Option } from '../command.js';

const prompt = { name: 'prompt' } as const;
const reason: Option = { value: 'WHY', summary: 'why, in a few words; it is logged' };
const neededReason: Option = { ...reason, required: true };

export const adopt: Command = {
  name: 'adopt',
  summary: 'record what the backend serves as released, or publish a version at 100 %',
  positionals: [prompt, { name: 'version' }],
  options: {},
  asks: true,
  run: (call) => {
    const [, version] = call.positionals;
    return change(call, () => ({ do: 'adopt', ...(version !== undefined && { version }) }));
  },
};

export const start: Command = {
  name: 'start',
  summary: 'start a rollout on the first stage of its strategy',
  positionals: [prompt],
  options: {
    candidate: { value: 'VERSION', summary: 'the version to roll out; the newest committed one where absent' },
    reason: { ...reason, summary: 'why; needed where the candidate was rolled back before' },
  },
  asks: true,
  run: (call) => {
    const candidate = call.options.text('candidate');
    return change(call, () => ({
      do: 'start',
      ...(candidate !== undefined && { candidate }),
      ...optionalReason(call.options.text('reason')),
    }));
  },
};

export const approve = plain('approve', 'approve leaving the current stage, as another person than the starter');
export const advance = plain('advance', 'go to the next stage, or complete after the last, when every gate is met');
export const pause = plain('pause', 'stop advancing; the share stays, and rules toward safety still act');
export const reapply = plain('reapply', 'after drift: write again what the log says');
export const takeover = plain('takeover', 'after drift: take what the backend serves for right');
export const abort = withReason('abort', 'give all traffic back to the baseline');
export const revert = withReason('revert', 'after completion: give all traffic back to the version before');
export const resume = withNeededReason('resume', 'let a paused or held rollout run again');
export const override = withNeededReason('override', 'go on without what is not met');

export const extend: Command = {
  name: 'extend',
  summary: 'move the deadline of a rollout',
  positionals: [prompt],
  options: {
    by: { value: 'TIME', summary: 'by how much: 12h, 2d' },
    until: { value: 'TIME', summary: 'until when: 2026-12-01, 2026-12-01T18:00:00Z' },
    reason: neededReason,
  },
  asks: true,
  run: (call) => {
    const { options, terminal, signal } = call;
    const deadline = newDeadline(options.text('by'), options.text('until'));
    return change(call, async (changing) => ({
      do: 'extend',
      until: deadline(await presentDeadline(changing, terminal.now(), signal)),
      reason: options.text('reason') ?? '',
    }));
  },
};

function plain(name: 'approve' | 'advance' | 'pause' | 'reapply' | 'takeover', summary: string): Command {
  return {
    name,
    summary,
    positionals: [prompt],
    options: {},
    asks: true,
    run: (call) => change(call, () => ({ do: name })),
  };
}

function withReason(name: 'abort' | 'revert', summary: string): Command {
  return {
    name,
    summary,
    positionals: [prompt],
    options: { reason },
    asks: true,
    run: (call) => change(call, () => ({ do: name, ...optionalReason(call.options.text('reason')) })),
  };
}

function withNeededReason(name: 'resume' | 'override', summary: string): Command {
  return {
    name,
    summary,
    positionals: [prompt],
    options: { reason: neededReason },
    asks: true,
    run: (call) => change(call, () => ({ do: name, reason: call.options.text('reason') ?? '' })),
  };
}

function optionalReason(text: string | undefined): { readonly reason?: string } {
  return text === undefined ? {} : { reason: text };
}

/**
 * Reads `--by` or `--until`.
 * @returns the new deadline, given the present one; both epoch milliseconds
 */
export function newDeadline(by: string | undefined, until: string | undefined): (present: number) => number {
  if ((by === undefined) === (until === undefined))
    throw new HumanError(
      'input',
      '"extend" needs one of --by (such as 2d) and --until (such as 2026-12-01). Nothing was changed.',
    );
  if (by !== undefined) {
    const reading = readDuration(by);
    if ('problem' in reading) throw new HumanError('input', `--by ${reading.problem}. Nothing was changed.`);
    return (present) => present + reading.value;
  }
  const time = /^\d{4}-\d\d-\d\d/.test(until ?? '') ? Date.parse(until ?? '') : NaN;
  if (Number.isNaN(time))
    throw new HumanError(
      'input',
      `--until is a time such as 2026-12-01 or 2026-12-01T18:00:00Z, not "${until ?? ''}". Nothing was changed.`,
    );
  return () => time;
}

/** A deadline that has passed is extended from now. */
async function presentDeadline(
  { environment, prompt: { id } }: Changing,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const state = (await environment.log.read(signal)).prompts.get(id)?.state;
  const deadline = state && state.is !== 'damaged' ? state.live?.deadline : undefined;
  return Math.max(now, deadline ?? now);
}
