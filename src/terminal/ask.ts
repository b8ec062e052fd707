import { createInterface } from 'node:readline';
import { HumanError } from '../prompts/humanError.js';
import type { Terminal } from './terminal.js';

/** Asks on a terminal. The terminal itself edits the line and turns Ctrl-C into a signal. */
export function askOn(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): NonNullable<Terminal['ask']> {
  return (question, signal) =>
    new Promise((resolve, reject) => {
      const lines = createInterface({ input, terminal: false });
      const stop = (): void => {
        reject(new HumanError('cancelled', 'Interrupted; nothing was changed.'));
        lines.close();
      };
      signal.addEventListener('abort', stop, { once: true });
      lines.once('line', (line) => {
        resolve(line);
        lines.close();
      });
      lines.once('close', () => {
        signal.removeEventListener('abort', stop);
        resolve('');
      });
      output.write(question);
    });
}
