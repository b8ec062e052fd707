import { isObject } from '../json.js';
import type { PromptTest, Variable } from '../promptDocument.js';
import { shorten } from '../shorten.js';
import type { Report } from './report.js';

/** Among how many variables and samples missing values are looked for: no file makes this slow. */
const most = 1000;

/** Reports samples that give a variable no value, and inputs that hold the mark of a message. */
export function checkSamples(
  source: string,
  variables: readonly Variable[],
  tests: readonly PromptTest[],
  report: Report,
): void {
  const needed = variables.filter(({ required, uses }) => required && uses.length > 0).slice(0, 50);
  for (const { inputs, range } of tests.slice(0, most)) {
    if (!isObject(inputs)) continue;
    const missing = needed.filter(({ name }) => !Object.hasOwn(inputs, name)).map(({ name }) => `\`${shorten(name)}\``);
    const [firstLine = ''] = /^[^\r\n]*/.exec(source.slice(range.start, Math.min(range.end, range.start + most))) ?? [];
    const place = { start: range.start, end: range.start + firstLine.length };
    if (missing.length > 0) {
      const message = `This sample gives no value for ${missing.slice(0, 5).join(', ')}. Add it, or that stays unfilled.`;
      report({ severity: 'warning', code: 'sample-misses-variable', message, range: place });
    }
    if (Object.values(inputs).some((value) => typeof value === 'string' && roleMark.test(value))) {
      const message = 'A value of this sample holds the mark of a message. It stays text, here and in what is sent.';
      report({ severity: 'information', code: 'role-mark-in-sample', message, range: place });
    }
  }
}

/** How Dotprompt and Prompty mark where a message begins. */
const roleMark = /<<<dotprompt:|^[ \t]*(?:system|user|assistant)[ \t]*:[ \t]*$/im;
