import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTrafficBackend } from '../backends/createTrafficBackend.js';
import { createMetricSource, createUnitsPerDay } from '../backends/createMetricSource.js';
import { formatDiagnostic, type Diagnostic } from '../prompts/diagnostic.js';
import { HumanError } from '../prompts/humanError.js';
import { shortNames } from '../prompts/promptId.js';
import { createController, type Controller } from '../rollout/controller.js';
import type { ControllerParts } from '../rollout/controllerParts.js';
import { logBranch, type LogBranch } from '../rollout/log/logBranch.js';
import { unloggedFile } from '../rollout/log/unlogged.js';
import { watchLease, type WatchLease } from '../rollout/watchLease.js';
import { checkpointFiles } from '../workspace/checkpointFiles.js';
import type { Configuration } from '../workspace/configuration/configuration.js';
import { configurationFile, parseConfiguration } from '../workspace/configuration/parseConfiguration.js';
import { findPrompts, type PromptFile } from '../workspace/promptFinder.js';
import { readActor, type Repository } from '../workspace/repository.js';
import type { Token } from '../workspace/tokens.js';
import { readVersionFiles } from '../workspace/versionContent.js';
import { findStrategies, type StrategyFile } from './strategies.js';

/** A prompt of an opened project. */
export interface ProjectPrompt extends PromptFile {
  /** What people call it: the shortest unambiguous end of its identity. */
  readonly name: string;
  readonly strategy?: StrategyFile;
  /** Another file with the same identity (`a.md` beside `a.prompt.yml`); neither can be rolled out. */
  readonly rival?: string;
}

/** One environment of a project: its log, and who carries moves out in it. */
export interface Environment {
  readonly name: string;
  readonly log: LogBranch;
  readonly controller: Controller;
  /** Who of this machine watches it. */
  readonly lease: WatchLease;
  /** How many units of a prompt begin each day; undefined where its data is too little to tell. */
  unitsPerDay(prompt: string, signal: AbortSignal): Promise<number | undefined>;
}

/** A repository as this product sees it: configuration, prompts and environments, wired together. */
export interface Project {
  readonly repository: Repository;
  readonly configuration: Configuration;
  /** Finds the prompts anew. */
  prompts(signal: AbortSignal): Promise<readonly ProjectPrompt[]>;
  readonly environments: readonly Environment[];
  /** @param name absent: the first one that is configured @throws HumanError where there is none of that name */
  environment(name?: string): Environment;
}

export interface ProjectOptions {
  readonly now: () => number;
  /** Judges what was counted, in a thread. */
  readonly judge: ControllerParts['judge'];
  /** The tokens of metric sources. Only for workspaces that are trusted: without it nothing reaches the network. */
  readonly token?: Token;
  /** Tells who opens it from others that watch the same repository; whoever opens it again is the same. */
  readonly watcher?: string;
  /** More globs of files that are no prompts, such as the editor's `files.exclude`. */
  readonly exclude?: readonly string[];
}

/** The configuration file of a repository, parsed; the defaults where there is no such file. */
export async function readConfiguration(root: string): Promise<{
  readonly configuration?: Configuration;
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}> {
  const text = await readFile(join(root, configurationFile), 'utf8').catch(() => '');
  return { ...parseConfiguration(text), text };
}

/**
 * Wires a repository together. Touches neither backend nor log before they are asked.
 * @throws HumanError where the configuration is not valid
 */
export async function openProject(
  repository: Repository,
  { now, judge, token, watcher = randomUUID(), exclude = [] }: ProjectOptions,
): Promise<Project> {
  const { configuration, diagnostics, text } = await readConfiguration(repository.root);
  if (!configuration) {
    const first = diagnostics.find(({ severity }) => severity === 'error');
    throw new HumanError(
      'input',
      `${first ? formatDiagnostic(configurationFile, text, first) : `${configurationFile} is not valid`}. Nothing was changed; correct it and try again ("prompt-rollout check" lists every place).`,
    );
  }
  const counting = { root: repository.root, ...(token && { token }) };
  const notes = join(repository.gitDirectory, 'prompt-rollout');
  const environments = Object.entries(configuration.environments).map(([name, settings]): Environment => {
    const log = logBranch(repository.git, name);
    const lease = watchLease(join(notes, `${name}.watch.json`), watcher, now);
    const controller = createController({
      environment: name,
      log,
      unlogged: unloggedFile(join(notes, `${name}.unlogged.jsonl`)),
      backend: createTrafficBackend(settings.traffic, { root: repository.root, note: join(notes, `${name}.tree`) }),
      source: createMetricSource(settings.metrics, { ...counting, checkpoints: checkpointFiles(join(notes, name)) }),
      judge,
      lease,
      now,
      actor: (signal) => readActor(repository, signal),
      committed: (version, signal) => readVersionFiles(repository, version, signal),
    });
    const unitsPerDay = createUnitsPerDay(settings.metrics, counting);
    return { name, log, controller, lease, unitsPerDay: (prompt, signal) => unitsPerDay(prompt, now(), signal) };
  });
  return {
    repository,
    configuration,
    environments,
    prompts: async (signal) => {
      const files = await findPrompts(repository, { globs: configuration.prompts, exclude }, signal);
      const names = shortNames(files.map(({ id }) => id));
      const pathsById = new Map<string, string[]>();
      for (const { id, path } of files) pathsById.set(id, [...(pathsById.get(id) ?? []), path]);
      const strategies = await findStrategies(repository, files, signal);
      return files.map((file) => {
        const strategy = strategies.get(file.path);
        const name = names.get(file.id) ?? file.id;
        const rival = pathsById.get(file.id)?.find((path) => path !== file.path);
        return { ...file, name, ...(strategy && { strategy }), ...(rival !== undefined && { rival }) };
      });
    },
    environment: (name) => {
      const found =
        name === undefined ? environments[0] : environments.find((environment) => environment.name === name);
      if (found) return found;
      const known = environments.map((environment) => environment.name).join(', ');
      throw new HumanError(
        'input',
        `There is no environment "${name ?? ''}" in ${configurationFile}; it has: ${known}.`,
      );
    },
  };
}
