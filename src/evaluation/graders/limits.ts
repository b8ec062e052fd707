import { figure, found, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import type { ModelOutput } from '../modelOutput.js';

export const latency = limit('latency', 'The output took at most `threshold` milliseconds.', {
  of: (output) => output.latency,
  words: (number) => `${figure(number)} ms`,
  missing: 'It is not known how long this output took: it was not made now.',
});

export const cost = limit('cost', 'The output cost at most `threshold` US dollars.', {
  of: (output) => output.cost,
  words: (number) => `$${number.toPrecision(3)}`,
  missing: 'It is not known what this output cost.',
});

function limit(
  name: string,
  summary: string,
  of: { of: (output: ModelOutput) => number | undefined; words: (number: number) => string; missing: string },
): Grader {
  return {
    name,
    origin: 'promptfoo',
    summary,
    value: 'no value; `threshold` is needed',
    grade: ({ output }, { threshold }): Finding => {
      if (threshold === undefined) return { mistake: 'It needs a `threshold`.' };
      const number = of.of(output);
      if (number === undefined) return { unsupported: of.missing };
      const holds = number <= threshold;
      return found(holds, `${of.words(number)}, ${holds ? 'at most' : 'over'} ${of.words(threshold)}.`);
    },
  };
}
