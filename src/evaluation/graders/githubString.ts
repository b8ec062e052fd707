import { isObject } from '../../prompts/json.js';
import { found, shown, type Finding } from './finding.js';
import type { Grader } from './grader.js';

/** In the order in which `gh models eval` looks for them. */
const checks: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  equals: (text, wanted) => text === wanted,
  contains: (text, wanted) => text.toLowerCase().includes(wanted.toLowerCase()),
  startsWith: (text, wanted) => text.toLowerCase().startsWith(wanted.toLowerCase()),
  endsWith: (text, wanted) => text.toLowerCase().endsWith(wanted.toLowerCase()),
};

/** The `string` evaluator of a `.prompt.yml`, which looks at the output without the space around it. */
export const githubString: Grader = {
  name: 'string',
  origin: 'GitHub',
  summary:
    'The output equals this text exactly; or contains it, starts or ends with it, ignoring upper and lower case.',
  value:
    '`{ equals }`, `{ contains }`, `{ startsWith }` or `{ endsWith }`, the first of which counts; templates stay as they are',
  verbatim: true,
  grade: ({ output }, { value }): Finding => {
    for (const [key, check] of Object.entries(checks)) {
      const wanted = isObject(value) ? value[key] : undefined;
      if (typeof wanted !== 'string' || wanted === '') continue;
      const holds = check(output.text.trim(), wanted);
      return found(holds, `${holds ? '' : 'Not '}${key} ${shown(wanted)}.`);
    }
    return { mistake: 'It must have one of `equals`, `contains`, `startsWith`, `endsWith`, as text.' };
  },
};
