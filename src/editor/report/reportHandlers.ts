import { chosenPrompt, type PromptChoice } from '../commands/chosenPrompt.js';
import type { ReportCommand } from '../commands/commandNames.js';
import type { Handler } from '../commands/registerCommands.js';
import type { ReportView } from './reportView.js';

/** What the commands on reports do. */
export function reportHandlers(parts: PromptChoice, view: ReportView): Readonly<Record<ReportCommand, Handler>> {
  const { projects } = parts;
  return {
    report: async (argument) => {
      const handle = await chosenPrompt(
        parts,
        argument,
        'Show Report',
        (one) => projects.seen(one)?.state.is === 'live',
      );
      if (handle) await view.show(handle);
    },
  };
}
