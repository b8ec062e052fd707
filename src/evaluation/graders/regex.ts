import { messageOf } from '../../prompts/humanError.js';
import { found, shown, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { outputText } from './outputText.js';

/** May take for ever: the caller limits the time of every check. */
export const regex: Grader = {
  name: 'regex',
  origin: 'promptfoo',
  summary: 'A JavaScript regular expression without flags matches somewhere in the output.',
  value: 'pattern, without slashes around it',
  grade: ({ output }, { value }): Finding => {
    if (typeof value !== 'string' || value === '') return { mistake: 'Its value must be a pattern, as text.' };
    let pattern: RegExp;
    try {
      pattern = new RegExp(value);
    } catch (error) {
      return { mistake: `${messageOf(error)}.` };
    }
    const holds = pattern.test(outputText(output));
    return found(holds, `The output ${holds ? 'matches' : 'does not match'} ${shown(value)}.`);
  },
};
