import type { Diagnostic } from '../diagnostic.js';
import type { TemplateScan, VariableUse } from './templateScan.js';

/** GitHub Models replaces exactly `{{name}}`: no spaces, no expressions. */
export function scanGithubModels(text: string, offset: number): TemplateScan {
  const uses = [...text.matchAll(/\{\{([^\s{}]+)\}\}/g)].map((match): VariableUse => {
    const name = match[1] ?? '';
    const start = offset + match.index + 2;
    return { name, range: { start, end: start + name.length } };
  });
  return { uses, references: [], blocks: [] };
}

/** `{{ name }}` stays as it is when the prompt is filled in: most likely a mistake. */
export function spacedVariables(text: string, offset: number): Diagnostic[] {
  return [...text.matchAll(/\{\{(?:[ \t]+([^\s{}]+)[ \t]*|([^\s{}]+)[ \t]+)\}\}/g)].map((match) => {
    const replacement = `{{${match[1] ?? match[2] ?? ''}}}`;
    const start = offset + match.index;
    return {
      severity: 'warning',
      code: 'variable-spaces',
      message: `Only \`${replacement}\`, without spaces, is filled in; this stays as it is. Remove the spaces.`,
      range: { start, end: start + match[0].length },
      replacement,
    };
  });
}
