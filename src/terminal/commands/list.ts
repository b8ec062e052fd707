import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../prompts/diagnostic.js';
import { parsePrompt } from '../../prompts/formats/index.js';
import { includeDiagnostics } from '../../project/includeDiagnostics.js';
import type { ProjectPrompt } from '../../project/project.js';
import { summaryOf } from '../../project/status.js';
import { parseStrategy } from '../../rollout/strategy/parseStrategy.js';
import { workingCopies } from '../../workspace/draft.js';
import { shortVersion } from '../../workspace/version.js';
import type { Command } from '../command.js';
import { counted } from '../../prompts/counted.js';
import { placed, type PlacedDiagnostic } from '../diagnostics.js';
import { promptsOf } from '../findPrompt.js';
import { openEnvironment } from '../openProject.js';
import { stateWords } from '../statusText.js';
import { table } from '../table.js';

export const list: Command = {
  name: 'list',
  summary: 'list the prompts, their versions and rollouts',
  positionals: [],
  options: {},
  run: async (call) => {
    const { signal } = call;
    const { project, environment } = await openEnvironment(call);
    const found = await promptsOf(project, environment, signal);
    const paths = found.map(({ path }) => path);
    const [copies, { prompts: logs }] = await Promise.all([
      workingCopies(project.repository, paths, signal),
      environment.log.read(signal),
    ]);
    const prompts = [];
    for (const prompt of found) {
      const { id, name, path, format } = prompt;
      const copy = copies.get(path);
      const log = logs.get(id);
      prompts.push({
        prompt: id,
        name,
        path,
        format,
        version: copy?.head ?? null,
        draft: copy !== undefined && copy.version !== copy.head,
        strategy: prompt.strategy?.path ?? null,
        rollout: log ? summaryOf(log.state) : null,
        diagnostics: await diagnosticsOf(project.repository.root, prompt),
      });
    }
    const rows = prompts.map(({ name, path, version, draft, rollout, diagnostics }) => [
      name,
      `${version === null ? '–' : shortVersion(version)}${draft ? ' + draft' : ''}`,
      rollout ? stateWords(rollout) : 'unreleased',
      path,
      problemWords(diagnostics),
    ]);
    const text =
      rows.length === 0
        ? 'There are no prompts here. "prompts" in prompt-rollout.yaml says which files are prompts.'
        : table([['prompt', 'version', environment.name, 'file', ''], ...rows]);
    return { document: { environment: environment.name, prompts }, text: `${text}\n` };
  },
};

const noFile: Diagnostic = {
  severity: 'warning',
  code: 'no-file',
  message: 'Its file is not in the working tree; only the log knows this prompt.',
  range: { start: 0, end: 0 },
};

/** What is wrong with a prompt's file and its strategy. */
async function diagnosticsOf(root: string, { path, strategy }: ProjectPrompt): Promise<PlacedDiagnostic[]> {
  const ofStrategy = strategy ? placed(strategy.path, strategy.text, parseStrategy(strategy.text).diagnostics) : [];
  const text = await readFile(join(root, path), 'utf8').catch(() => undefined);
  if (text === undefined) return [...placed(path, '', [noFile]), ...ofStrategy];
  const ofPrompt = [...parsePrompt(path, text).diagnostics, ...(await includeDiagnostics(root, path, text))];
  return [...placed(path, text, ofPrompt), ...ofStrategy];
}

function problemWords(diagnostics: readonly PlacedDiagnostic[]): string {
  return (['error', 'warning'] as const)
    .map((severity) => counted(diagnostics.filter((diagnostic) => diagnostic.severity === severity).length, severity))
    .filter((words) => !words.startsWith('0 '))
    .join(', ');
}
