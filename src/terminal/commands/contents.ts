import { posix } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { Comparison } from '../../prompts/comparison/comparison.js';
import type { RenderedChange } from '../../prompts/comparison/compareRendered.js';
import { firstLine, summaryLines } from '../../prompts/comparison/comparisonWords.js';
import { HumanError } from '../../prompts/humanError.js';
import { colourDiffs } from '../colours.js';
import type { Call, Command } from '../command.js';
import { visible } from '../escape.js';
import { findPrompt } from '../findPrompt.js';
import { openEnvironment } from '../openProject.js';
import {
  chooseVersion,
  comparedWith,
  labelOf,
  newestContent,
  promptTextOf,
  textOf,
  type ChosenVersion,
  type Versions,
} from '../versions.js';

/** Two texts that differ in nearly everything are not worth waiting for longer. */
const diffMilliseconds = 5000;

export const show: Command = {
  name: 'show',
  summary: 'print a version as it is: draft, baseline, candidate, v12, or the beginning of an id',
  positionals: [{ name: 'prompt' }, { name: 'version' }],
  options: {},
  run: async (call) => {
    const versions = await versionsOf(call);
    const [, text] = call.positionals;
    const chosen = text === undefined ? await newestContent(versions) : await chooseVersion(versions, text);
    const { id, path, content, includes } = chosen;
    return {
      document: {
        prompt: versions.prompt.id,
        version: id ?? null,
        draft: id === undefined,
        path,
        text: textOf(chosen),
        ...(Object.keys(includes).length > 0 && { includes }),
      },
      text: call.terminal.isScreen ? textOf(chosen) : content,
    };
  },
};

export const diff: Command = {
  name: 'diff',
  summary: 'compare two versions; by default the baseline (else the version before) with the draft (else the newest)',
  positionals: [{ name: 'prompt' }, { name: 'from' }, { name: 'to' }],
  options: {},
  run: async (call) => {
    const versions = await versionsOf(call);
    const [, fromText, toText] = call.positionals;
    const to = toText === undefined ? await newestContent(versions) : await chooseVersion(versions, toText);
    const from = fromText === undefined ? await comparedWith(versions, to) : await chooseVersion(versions, fromText);
    const patch = unifiedDiff(from, to);
    const comparison = await compareVersions(call, from, to);
    const rendered = await compareSamples(call, from, to);
    const name = (version: ChosenVersion) => ({
      version: version.id ?? null,
      draft: version.id === undefined,
      path: version.path,
    });
    const shown = visible(patch);
    return {
      document: { prompt: versions.prompt.id, from: name(from), to: name(to), ...comparison, rendered, patch },
      text:
        patch === ''
          ? `${versions.prompt.name}: ${labelOf(from)} and ${labelOf(to)} are the same.\n`
          : `${visible(comparisonText(comparison, rendered))}\n${call.terminal.colours ? colourDiffs(shown) : shown}`,
      styled: true,
    };
  },
};

async function compareVersions({ work, signal }: Call, from: ChosenVersion, to: ChosenVersion): Promise<Comparison> {
  return work.run('compare', { before: promptTextOf(from), after: promptTextOf(to) }, signal);
}

/** What comes out for the samples; a prompt that had to be stopped is still compared in all other ways. */
async function compareSamples(
  { work, signal, terminal }: Call,
  from: ChosenVersion,
  to: ChosenVersion,
): Promise<readonly RenderedChange[]> {
  try {
    return await work.run('compareRendered', { before: promptTextOf(from), after: promptTextOf(to) }, signal);
  } catch (error) {
    if (!(error instanceof HumanError && error.trouble === 'refused')) throw error;
    terminal.writeAside(`With sample inputs: ${error.message}\n`);
    return [];
  }
}

/** What changed in meaning: the most important in the first line, everything in those behind it. */
function comparisonText(comparison: Comparison, rendered: readonly RenderedChange[]): string {
  const differing = rendered.filter(({ messages }) => messages.some(({ change }) => change !== 'same')).length;
  const samples =
    rendered.length > 0 ? [`samples that are filled in otherwise: ${differing} of ${rendered.length}`] : [];
  return [firstLine(comparison), ...[...summaryLines(comparison), ...samples].map((line) => `  ${line}`), ''].join(
    '\n',
  );
}

/** A patch that makes one version of the other, file by file; empty where they are the same. */
export function unifiedDiff(from: ChosenVersion, to: ChosenVersion): string {
  const included = [...new Set([...Object.keys(from.includes), ...Object.keys(to.includes)])].sort();
  const at = ({ path }: ChosenVersion, file: string) => posix.join(posix.dirname(path), file);
  return [
    fileDiff(from, to, { path: from.path, text: textOf(from) }, { path: to.path, text: textOf(to) }),
    ...included.map((file) =>
      fileDiff(
        from,
        to,
        { path: at(from, file), text: from.includes[file] ?? '' },
        { path: at(to, file), text: to.includes[file] ?? '' },
      ),
    ),
  ].join('');
}

interface TextAt {
  readonly path: string;
  readonly text: string;
}

function fileDiff(from: ChosenVersion, to: ChosenVersion, before: TextAt, after: TextAt): string {
  if (before.text === after.text) return '';
  const names = [`a/${before.path}`, `b/${after.path}`] as const;
  const patch = createTwoFilesPatch(...names, before.text, after.text, labelOf(from), labelOf(to), {
    context: 3,
    timeout: diffMilliseconds,
  });
  if (patch === undefined)
    throw new HumanError(
      'refused',
      `${labelOf(from)} and ${labelOf(to)} of ${after.path} are too different to be compared line by line. "show" prints each.`,
    );
  return patch.replace(/^=+\n/, '');
}

async function versionsOf(call: Call): Promise<Versions> {
  const { project, environment } = await openEnvironment(call);
  const prompt = await findPrompt(project, environment, call.positionals[0], call);
  return { project, environment, prompt, signal: call.signal };
}
