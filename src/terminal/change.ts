import { HumanError } from '../prompts/humanError.js';
import { plansFor, promptRef } from '../project/plans.js';
import type { Environment, Project, ProjectPrompt } from '../project/project.js';
import type { Request } from '../project/request.js';
import { statusDocument } from '../project/status.js';
import type { Controller } from '../rollout/controller.js';
import type { Preview } from '../rollout/preview.js';
import { describeSplit } from '../rollout/split.js';
import { wordsIn } from '../rollout/log/logFile.js';
import { servedWords, type Observation } from '../rollout/observe.js';
import type { Damage } from '../rollout/state.js';
import { liveRiskSentence } from '../rollout/totalRisk.js';
import { shortVersion } from '../workspace/version.js';
import { colourDiffs } from './colours.js';
import type { Call, Outcome } from './command.js';
import { visible } from './escape.js';
import { findPrompt } from './findPrompt.js';
import { loggedFromNow } from './loggedWords.js';
import { openEnvironment } from './openProject.js';
import { statusText } from './statusText.js';
import { table } from './table.js';

/** What a request needs to know that depends on how the prompt stands. */
export interface Changing {
  readonly project: Project;
  readonly environment: Environment;
  readonly prompt: ProjectPrompt;
}

/**
 * Carries a request out: shows what it will do and asks first, unless `--yes`.
 * @param requestFor makes the request
 */
export async function change(
  call: Call,
  requestFor: (changing: Changing) => Request | Promise<Request>,
): Promise<Outcome> {
  const { signal } = call;
  const { project, environment } = await openEnvironment(call);
  const prompt = await findPrompt(project, environment, call.positionals[0], call);
  const request = await requestFor({ project, environment, prompt });
  const logged = await loggedFromNow(environment, prompt);
  const state = (await environment.log.read(signal)).prompts.get(prompt.id)?.state;
  const observation =
    request.do === 'abort' && state?.is === 'damaged'
      ? await abandon(call, environment, prompt, state)
      : await perform(call, { project, environment, prompt }, request);
  const status = statusDocument(observation, environment.name, prompt.strategy?.text);
  const did = await logged();
  const sentences = did.map((words) => `${prompt.name} in ${environment.name}: ${words}\n`);
  return { document: { ...status, did }, text: `${sentences.join('')}\n${statusText(status)}` };
}

async function perform(call: Call, { project, environment, prompt }: Changing, request: Request): Promise<Observation> {
  const { controller } = environment;
  const ref = promptRef(prompt);
  const plans = await plansFor({ project, environment, work: call.work }, prompt, request, call.signal);
  await confirm(call, async () => previewText(prompt, controller, await controller.preview(ref, plans, call.signal)));
  return controller.perform(ref, plans, 'terminal', call.signal);
}

/** Aborts on top of a log that cannot be read. */
async function abandon(call: Call, environment: Environment, prompt: ProjectPrompt, { place, problem }: Damage) {
  await confirm(
    call,
    () =>
      `${prompt.name} in ${environment.name}: the log is damaged at ${place} (${problem}).\nIt is put aside, and a new one begins with the baseline that the backend serves.`,
  );
  return environment.controller.abandonDamaged(promptRef(prompt), 'terminal', call.signal);
}

/** @throws HumanError where there is nobody to ask, or the answer is no */
async function confirm(
  { options, terminal, signal }: Call,
  whatWillHappen: () => string | Promise<string>,
): Promise<void> {
  if (options.flag('yes')) return;
  const question = await whatWillHappen();
  if (!terminal.ask) {
    throw new HumanError(
      'input',
      `${question}\n\nNothing was changed: there is nobody to ask here. Add --yes to do this.`,
    );
  }
  const shown = visible(question);
  terminal.writeAside(`${terminal.colours ? colourDiffs(shown) : shown}\n\n`);
  const answer = await terminal.ask('Do this? [y/N] ', signal);
  if (!/^y(es)?$/i.test(answer.trim())) throw new HumanError('refused', 'Not done, as you said; nothing was changed.');
}

/** What a change would do, for the person who is asked. */
function previewText(
  prompt: ProjectPrompt,
  { environment, backendLabel }: Controller,
  { before, after, bodies, afterwards, writes }: Preview,
): string {
  const { live } = before.state;
  const risk = liveRiskSentence(after);
  const rows = [
    ['prompt', prompt.name === prompt.id ? prompt.id : `${prompt.name} (${prompt.id})`],
    ['environment', environment],
    ['backend', backendLabel],
    ...(live ? [['rollout', `${shortVersion(live.baseline)} → ${shortVersion(live.candidate)}`]] : []),
    ['served now', before.served ? servedWords(before.served) : 'unknown: the backend cannot be reached'],
    ...(afterwards ? [['served then', describeSplit(afterwards, shortVersion)]] : []),
    ...bodies.map((body) => ['logged', wordsIn(before.state, body)]),
  ];
  return [
    table(rows),
    ...(risk === undefined ? [] : ['', risk]),
    ...(writes ? ['', `To be written: ${writes.summary}`, writes.diff.trimEnd()] : []),
  ].join('\n');
}
