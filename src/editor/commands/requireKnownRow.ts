import { HumanError } from '../../prompts/humanError.js';

/**
 * What VS Code passes where a command was chosen on a row of a tree. While a view tells its rows anew, VS Code knows none of
 * them and passes `undefined` in place of each. That must not be taken for a call from the palette, which passes nothing and
 * means the active prompt.
 * @throws HumanError `conflict` where a row is missing
 */
export function requireKnownRow(args: readonly unknown[]): void {
  const [row, selected] = args;
  const isMenuOfRow = args.length > 1 && (selected === undefined || Array.isArray(selected));
  const isUnknown = row === undefined || (Array.isArray(selected) && selected.includes(undefined));
  if (isMenuOfRow && isUnknown) {
    throw new HumanError(
      'conflict',
      'The list changed just as this was chosen in it, so that it is not known what was meant. Nothing was done; choose it again.',
    );
  }
}
