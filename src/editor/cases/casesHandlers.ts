import type { CasesCommand } from '../commands/commandNames.js';
import type { Handler } from '../commands/registerCommands.js';
import type { CasesParts } from './casesFile.js';

/** What the commands on cases do. Their code is loaded when one of them is called. */
export function casesHandlers(parts: CasesParts): Readonly<Record<CasesCommand, Handler>> {
  return {
    newCases: async (argument) => (await import('./newCasesFile.js')).newCasesFile(parts, argument),
    addCase: async () => (await import('./addCaseFromSelection.js')).addCaseFromSelection(parts),
  };
}
