import * as vscode from 'vscode';
import type { CaseResult } from '../../evaluation/caseResult.js';
import type { CaseResults } from '../../evaluation/evaluation.js';
import type { Provider } from '../../evaluation/providers/provider.js';
import type { RecordingMode } from '../../evaluation/providers/withRecordings.js';
import { outputOf, reasonsOf } from '../../evaluation/evaluationWords.js';
import { HumanError } from '../../prompts/humanError.js';
import { isCancelled } from '../commands/isCancelled.js';
import type { SomeCases } from '../evaluation/askToRecord.js';
import type { Evaluations } from '../evaluation/evaluations.js';
import { inSlices } from '../inSlices.js';
import { together } from './caseItems.js';
import { chosenCases, chosenPrompts, type ChosenCases } from './chosenCases.js';
import type { PromptItems } from './promptItems.js';
import { resultMessage } from './resultMessage.js';
import { runReport } from './runReport.js';

/** The context value of messages that have an output, for their menu. */
export const outputMessage = 'promptRollout.output';

export interface RunParts {
  readonly controller: vscode.TestController;
  readonly items: PromptItems;
  readonly evaluations: Evaluations;
  readonly log: vscode.LogOutputChannel;
  /** The last output of each case, by the id of its item. */
  readonly outputs: Map<string, string>;
}

/** Where outputs come from, and whether there is more to ask first. */
export interface RunHow {
  readonly mode: RecordingMode;
  /** Asked in place of the configured one. */
  readonly provider?: Provider;
  /** Whether a person wants it, once it is known what is run. */
  readonly isWanted?: (wanted: readonly SomeCases[], signal: AbortSignal) => Promise<boolean>;
  /** Of the prompts that the request touches only these. */
  readonly among?: ReadonlySet<vscode.TestItem>;
}

/** Runs what a request chooses, one prompt after the other, as one run of the Test Explorer. */
export async function runTests(
  parts: RunParts,
  request: vscode.TestRunRequest,
  how: RunHow,
  token: vscode.CancellationToken,
): Promise<void> {
  const stop = new AbortController();
  const cancelling = token.onCancellationRequested(() => stop.abort());
  const run = parts.controller.createTestRun(request);
  const touched = (): readonly vscode.TestItem[] =>
    chosenPrompts(parts.items.prompts, request).filter((prompt) => how.among?.has(prompt) ?? true);
  const ending = run.token.onCancellationRequested(() => stop.abort());
  try {
    await parts.items.load();
    const chosen = await choose(parts, touched(), request, run);
    const wanted = chosen.map(({ handle, only }) => ({ handle, ...(only && { only }) }));
    if (how.isWanted && chosen.length > 0 && !(await how.isWanted(wanted, stop.signal))) return;
    for (const one of chosen) {
      if (stop.signal.aborted) return;
      await guarded(parts, run, one.cases.prompt, () => runPrompt(parts, run, one, how, stop.signal));
    }
  } catch (error) {
    // What keeps all of it from being run.
    for (const prompt of touched()) tellError(parts, run, prompt, error);
  } finally {
    run.end();
    cancelling.dispose();
    ending.dispose();
  }
}

interface Chosen extends SomeCases {
  readonly cases: ChosenCases<vscode.TestItem>;
}

/** Lists the cases of the prompts that are wanted, as they are now, and says which are run. */
async function choose(
  parts: RunParts,
  prompts: readonly vscode.TestItem[],
  request: vscode.TestRunRequest,
  run: vscode.TestRun,
): Promise<readonly Chosen[]> {
  const { items } = parts;
  const chosen: Chosen[] = [];
  for (const prompt of prompts) {
    const isListed = await guarded(parts, run, prompt, () => items.list(prompt));
    if (!isListed) continue;
    const handle = items.handleOf(prompt);
    const cases = chosenCases(prompt, request);
    if (!handle) continue;
    // Who runs everything does not mean prompts that have no cases.
    const isMeant = prompt.error !== undefined || request.include?.includes(prompt);
    if (cases.cases.length === 0 && !(cases.isWhole && isMeant)) continue;
    await inSlices(cases.cases, together, (item) => run.enqueued(item));
    const ids = cases.cases.flatMap((item) => items.caseOf(item.id)?.case.id ?? []);
    chosen.push({ handle, cases, ...(!cases.isWhole && { only: new Set(ids) }) });
  }
  return chosen;
}

/** Runs the cases of one prompt. @throws HumanError where they cannot be run */
async function runPrompt(
  parts: RunParts,
  run: vscode.TestRun,
  { handle, only, cases: { prompt, cases } }: Chosen,
  { mode, provider }: RunHow,
  signal: AbortSignal,
): Promise<void> {
  await inSlices(cases, together, (item) => run.started(item));
  let telling: Promise<unknown> = Promise.resolve();
  const tell = inGroups<CaseResults>((results, each) => {
    const tellOne = ({ candidate, baseline }: CaseResults): void => {
      const item = parts.items.caseItem(prompt, candidate.case.id);
      if (!item) return;
      const output = candidate.isBrief ? undefined : outputOf(candidate);
      if (output !== undefined) parts.outputs.set(item.id, output);
      tellResult(run, item, candidate, baseline?.status === 'passed', latencyOf(candidate) ?? each);
    };
    telling = telling.then(() => inSlices(results, together, tellOne));
  });
  const options = { mode, onCase: tell, ...(provider && { provider }), ...(only && { only }) };
  const shown = await parts.evaluations.run(handle, options, signal).finally(() => telling);
  say(run, runReport(shown));
}

function tellResult(
  run: vscode.TestRun,
  item: vscode.TestItem,
  result: CaseResult,
  hasPassed: boolean,
  milliseconds: number,
): void {
  switch (result.status) {
    case 'passed':
      run.passed(item, milliseconds);
      break;
    case 'failed':
      run.failed(item, messageFor(item, result, hasPassed), milliseconds);
      break;
    case 'missing':
    case 'unchecked':
      run.skipped(item);
      say(run, [`${result.case.id} is ${result.status}: ${reasonsOf(result).join(' ')}`], item);
  }
}

function messageFor(item: vscode.TestItem, result: CaseResult, hasPassed: boolean): vscode.TestMessage {
  const { text, actual, expected } = resultMessage(result, hasPassed);
  const message = new vscode.TestMessage(text);
  if (actual !== undefined) {
    message.actualOutput = actual;
    message.contextValue = outputMessage;
  }
  if (expected !== undefined) message.expectedOutput = expected;
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range.start);
  return message;
}

/** How long the model took, where it was asked now. */
function latencyOf({ samples }: CaseResult): number | undefined {
  const known = samples.flatMap(({ output }) => output?.latency ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0);
}

/**
 * Results come in groups, which were graded together.
 * @param tell takes a group, and the milliseconds that each of it took
 */
function inGroups<Item>(tell: (group: readonly Item[], each: number) => void): (item: Item) => void {
  let group: Item[] = [];
  let last = performance.now();
  const end = (): void => {
    const now = performance.now();
    tell(group, (now - last) / group.length);
    [group, last] = [[], now];
  };
  return (item) => {
    if (group.push(item) === 1) queueMicrotask(end);
  };
}

/** What goes wrong with one prompt is told there, and the others are run all the same. @returns whether all went well */
async function guarded(
  parts: RunParts,
  run: vscode.TestRun,
  prompt: vscode.TestItem,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    tellError(parts, run, prompt, error);
    return false;
  }
}

function tellError({ log }: RunParts, run: vscode.TestRun, prompt: vscode.TestItem, error: unknown): void {
  if (isCancelled(error)) return;
  const isHuman = error instanceof HumanError;
  if (!isHuman) log.error(`running the cases of ${prompt.label}`, error instanceof Error ? (error.stack ?? '') : '');
  const message = isHuman ? error.message : 'Something went wrong in Prompt Rollout; its log says more.';
  run.errored(prompt, new vscode.TestMessage(message));
  say(run, [message], prompt);
}

function say(run: vscode.TestRun, lines: readonly string[], item?: vscode.TestItem): void {
  const text = lines.map((line) => `${line.replaceAll(/\r?\n/g, '\r\n')}\r\n`).join('');
  run.appendOutput(text, undefined, item);
}
