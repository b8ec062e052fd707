import { HumanError } from '../../prompts/humanError.js';

const mostTold = 10;

/**
 * Cases of a file with mistakes would be fewer than were written, and an evaluation of none says nothing.
 * @param name of the prompt @param count how many cases there are @param errors what is wrong in their files
 * @throws HumanError `input`
 */
export function requireCases(name: string, count: number, errors: readonly string[]): void {
  if (errors.length > 0) {
    const more = errors.length > mostTold ? [`and ${errors.length - mostTold} more`] : [];
    const told = [...errors.slice(0, mostTold), ...more].join('\n');
    throw new HumanError(
      'input',
      `${name} cannot be evaluated, as its cases have mistakes:\n${told}\nNothing was run; correct them and try again.`,
    );
  }
  if (count > 0) return;
  throw new HumanError(
    'input',
    `${name} has no cases to evaluate. Nothing was run; "New Cases File" in VS Code begins a file of cases beside the prompt.`,
  );
}
