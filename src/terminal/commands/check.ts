import { checkFiles } from '../checkFiles.js';
import type { Command } from '../command.js';
import { counted } from '../../prompts/counted.js';
import { diagnosticLine } from '../diagnostics.js';
import { inOneLine } from '../escape.js';

export const check: Command = {
  name: 'check',
  summary: 'look for mistakes in prompts, strategies, cases and the configuration: in the files named, or in all',
  positionals: [{ name: 'file', many: true }],
  options: {},
  run: async ({ terminal, positionals, signal }) => {
    const { files, diagnostics } = await checkFiles(terminal.directory, positionals, signal);
    const count = (severity: string): number =>
      diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    const [errors, warnings] = [count('error'), count('warning')];
    const summary = `${counted(files.length, 'file')} checked: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`;
    return {
      document: { files, errors, warnings, diagnostics },
      text: `${[...diagnostics.map((diagnostic) => inOneLine(diagnosticLine(diagnostic))), summary].join('\n')}\n`,
      exitCode: errors > 0 ? 2 : 0,
    };
  },
};
