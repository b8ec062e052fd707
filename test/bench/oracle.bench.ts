import type { BenchResult } from './benchResult.js';
import { writeAnswers } from './oracle/answers.js';
import { writeGradersPage } from './oracle/gradersPage.js';
import { agrees, askUs } from './oracle/ours.js';
import { pairs, type Pair } from './oracle/pairs.js';
import { askPromptfoo, installPromptfoo, promptfooVersion } from './oracle/promptfoo.js';

export { installPromptfoo as needs };

/** How far we grade as promptfoo does. Its answers are kept for the unit tests, and the result is written into `docs/graders.md`. */
export async function bench(): Promise<BenchResult[]> {
  const began = performance.now();
  const theirs = await askPromptfoo(pairs);
  const milliseconds = performance.now() - began;
  const ours = askUs(pairs);
  const isAlike = pairs.map((_, at) => agrees(ours[at]!, theirs[at]!));
  const say = (pair: Pair, at: number): string =>
    `  ${JSON.stringify(pair.assert)} on ${JSON.stringify(pair.output.text.slice(0, 60))}: ` +
    `promptfoo ${theirs[at]!.pass ? 'pass' : 'fail'} ${theirs[at]!.score}, ` +
    `ours ${ours[at]!.verdict} ${ours[at]!.score} (${ours[at]!.reason}) ${pair.differs ?? 'UNEXPLAINED'}`;
  pairs.forEach((pair, at) => isAlike[at] || console.log(say(pair, at)));
  await writeAnswers(promptfooVersion, pairs, theirs);
  await writeGradersPage();
  const count = (holds: (pair: Pair, at: number) => boolean): number => pairs.filter(holds).length;
  return [
    { name: `pairs given to promptfoo ${promptfooVersion}`, value: pairs.length, unit: '' },
    { name: 'alike', value: count((_, at) => isAlike[at]!), unit: '' },
    { name: 'different on purpose', value: count((pair, at) => !isAlike[at] && pair.differs !== undefined), unit: '' },
    {
      name: 'different without a reason',
      value: count((pair, at) => !isAlike[at] && pair.differs === undefined),
      unit: '',
      limit: 0,
    },
    {
      name: 'said to differ, yet alike',
      value: count((pair, at) => isAlike[at]! && pair.differs !== undefined),
      unit: '',
      limit: 0,
    },
    { name: 'promptfoo took', value: milliseconds, unit: 'ms' },
  ];
}
