import { posix } from 'node:path';
import { casesDiagnostics } from '../evaluation/cases/casesDiagnostics.js';
import { casesSuffix } from '../evaluation/cases/promptOfCases.js';
import type { Diagnostic } from '../prompts/diagnostic.js';
import { Findings, valueAt } from '../prompts/findings.js';
import { parsePrompt } from '../prompts/formats/index.js';
import type { PromptText } from '../prompts/promptText.js';
import { readYaml } from '../prompts/yamlSource.js';
import { parseStrategy } from '../rollout/strategy/parseStrategy.js';
import { configurationFile, parseConfiguration } from '../workspace/configuration/parseConfiguration.js';
import { strategySuffix } from './strategies.js';

/**
 * What is wrong in one file, by its kind: configuration, strategy, cases, else prompt. Never throws.
 * @param path with forward slashes, from the same place as those of the prompts
 * @param prompts the paths of all prompts; absent where they are not known yet
 * @param prompt of a file of cases: the one that it names (`promptOfCases`)
 */
export function fileDiagnostics(
  path: string,
  text: string,
  prompts?: readonly string[],
  prompt?: Pick<PromptText, 'path' | 'text'>,
): readonly Diagnostic[] {
  if (posix.basename(path) === configurationFile) return parseConfiguration(text).diagnostics;
  if (path.endsWith(casesSuffix)) return casesDiagnostics({ path, text, prompts, prompt });
  if (!path.endsWith(strategySuffix)) return parsePrompt(path, text).diagnostics;
  return [...parseStrategy(text).diagnostics, ...(prompts ? lostStrategy(path, text, prompts) : [])];
}

/** A strategy whose prompt is none. */
function lostStrategy(path: string, text: string, prompts: readonly string[]): readonly Diagnostic[] {
  const yaml = readYaml(text);
  const prompt = valueAt(yaml.value, ['prompt']);
  if (typeof prompt !== 'string' || prompts.includes(posix.join(posix.dirname(path), prompt))) return [];
  const findings = new Findings(yaml);
  const message = `There is no prompt \`${prompt}\`. Name the prompt's file, relative to the folder of this one.`;
  findings.error('unknown-prompt', { value: ['prompt'] }, message);
  return findings.diagnostics;
}
