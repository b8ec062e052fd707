import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Evaluation } from '../../evaluation/evaluation.js';
import { evaluationDocument } from '../../evaluation/reports/evaluationDocument.js';
import { junit } from '../../evaluation/reports/junit.js';
import { markdown } from '../../evaluation/reports/markdown.js';
import type { ReportNames } from '../../evaluation/reports/reportNames.js';
import { promptfooResults } from '../../evaluation/reports/promptfooResults.js';
import type { RecordingMode } from '../../evaluation/providers/withRecordings.js';
import type { EvaluatedVersion } from '../../evaluation/runCases.js';
import { formatOf } from '../../prompts/formats/index.js';
import { HumanError } from '../../prompts/humanError.js';
import { promptId } from '../../prompts/promptId.js';
import { evaluate } from '../../project/evaluate.js';
import type { Environment, Project, ProjectPrompt } from '../../project/project.js';
import { projectPlace } from '../../project/startEvaluation.js';
import { workingVersion } from '../../workspace/draft.js';
import { pathInRepository } from '../../workspace/repository.js';
import { parseTokens } from '../../workspace/tokens.js';
import type { Call, Command } from '../command.js';
import { evaluationText } from '../evaluationText.js';
import { findPrompt } from '../findPrompt.js';
import { openEnvironment } from '../openProject.js';
import {
  chooseVersion,
  comparedWith,
  labelOf,
  newestContent,
  promptTextOf,
  type ChosenVersion,
  type Versions,
} from '../versions.js';
import { writeReport } from '../writeReport.js';

const file = (summary: string) => ({ value: 'FILE', summary });

export const evaluation: Command = {
  name: 'eval',
  summary: 'run the cases with two versions and compare; exit code 1 where the offline gate does not hold',
  positionals: [{ name: 'prompt' }],
  options: {
    candidate: { value: 'VERSION', summary: 'the draft where absent, else the newest version' },
    baseline: {
      value: 'VERSION',
      summary: 'the released version where absent, else the one before; `origin/main` is one too, and `none`',
    },
    'record-missing': { summary: 'ask the configured model for outputs that are not recorded, and record them' },
    refresh: { summary: 'ask for all outputs and record them anew' },
    live: { summary: 'ask for all outputs, and record none' },
    samples: { value: 'N', summary: 'ask for each output N times; more than half must pass' },
    junit: file('write the results as JUnit XML'),
    markdown: file('write a report for a pull request'),
    promptfoo: file("write the results in the shape of promptfoo's JSON"),
  },
  run: async (call) => {
    const { project, environment } = await openEnvironment(call);
    const prompt = await evaluatedPrompt(project, environment, call);
    const { terminal, options, signal, work } = call;
    const versions: Versions = { project, environment, prompt, signal };
    const { candidate, baseline } = await chosen(call, versions);
    const names = {
      prompt: prompt.name,
      candidate: labelOf(candidate),
      ...(baseline && { baseline: labelOf(baseline) }),
    };
    const place = await projectPlace(project, { work, token: parseTokens(terminal.tokens), now: terminal.now }, signal);
    const progress = progressOf(call);
    const found = await evaluate(
      place,
      {
        prompt,
        candidate: await evaluated(versions, candidate),
        ...(baseline && { baseline: await evaluated(versions, baseline) }),
        mode: modeOf(call),
        samples: samplesOf(options.text('samples')),
        ...progress,
      },
      signal,
    ).finally(progress.end);
    await writeReports(call, found, names);
    return {
      document: evaluationDocument(found),
      text: evaluationText(found, names),
      exitCode: found.verdict.holds ? 0 : 1,
    };
  },
};

/** A file need not be one of the configured prompts: promptfoo's stand anywhere. */
async function evaluatedPrompt(project: Project, environment: Environment, call: Call): Promise<ProjectPrompt> {
  const [text] = call.positionals;
  try {
    return await findPrompt(project, environment, text, call);
  } catch (error) {
    const file = text === undefined ? undefined : resolve(call.terminal.directory, text);
    const path = file !== undefined && existsSync(file) ? await pathInRepository(project.repository, file) : undefined;
    if (path === undefined || !(error instanceof HumanError)) throw error;
    const { id, suffixes } = formatOf(path);
    const identity = promptId(path, suffixes);
    return { id: identity, name: identity, path, format: id };
  }
}

async function chosen(
  { options }: Call,
  versions: Versions,
): Promise<{ readonly candidate: ChosenVersion; readonly baseline: ChosenVersion | undefined }> {
  const [candidateText, baselineText] = [options.text('candidate'), options.text('baseline')];
  const candidate =
    candidateText === undefined ? await newestContent(versions) : await chooseVersion(versions, candidateText);
  if (baselineText === 'none') return { candidate, baseline: undefined };
  if (baselineText !== undefined) return { candidate, baseline: await chooseVersion(versions, baselineText) };
  try {
    return { candidate, baseline: await comparedWith(versions, candidate) };
  } catch (error) {
    // The first version of a prompt has nothing to be compared with.
    if (error instanceof HumanError && error.trouble === 'input') return { candidate, baseline: undefined };
    throw error;
  }
}

/** A draft is called by the version that it would become. */
async function evaluated({ project, prompt, signal }: Versions, version: ChosenVersion): Promise<EvaluatedVersion> {
  const id = version.id ?? (await workingVersion(project.repository, prompt.path, signal)) ?? '';
  return { version: id, text: promptTextOf(version) };
}

function modeOf({ options }: Call): RecordingMode {
  const given = (['record-missing', 'refresh', 'live'] as const).filter((name) => options.flag(name));
  const [first, second] = given;
  if (second) throw new HumanError('input', `Only one of --${given.join(' and --')} can be said. Nothing was run.`);
  if (first === undefined) return 'replay';
  return first === 'record-missing' ? 'record missing' : first;
}

function samplesOf(text: string | undefined): number {
  const samples = Number(text ?? 1);
  if (Number.isInteger(samples) && samples >= 1 && samples <= 100) return samples;
  throw new HumanError('input', `--samples is a whole number from 1 to 100, not "${text ?? ''}". Nothing was run.`);
}

/** Counts cases, no more often than a person reads. */
function progressOf({ terminal }: Call) {
  let all: number | undefined;
  let [done, shown] = [0, 0];
  return {
    onCases: (count: number): void => {
      all = count;
    },
    onCase: (): void => {
      done += 1;
      const now = terminal.now();
      if (now - shown < 100 && done !== all) return;
      shown = now;
      terminal.progress?.(`${done}${all === undefined ? '' : ` of ${all}`} cases graded`);
    },
    end: (): void => terminal.progress?.(''),
  };
}

async function writeReports({ options, terminal }: Call, found: Evaluation, names: ReportNames): Promise<void> {
  const time = new Date(terminal.now()).toISOString();
  const reports = {
    junit: () => junit(found),
    markdown: () => markdown(found, names),
    promptfoo: () => `${JSON.stringify(promptfooResults(found, names, time), undefined, 2)}\n`,
  };
  for (const [name, make] of Object.entries(reports)) {
    const path = options.text(name);
    if (path === undefined) continue;
    await writeReport(terminal, path, make());
  }
}
