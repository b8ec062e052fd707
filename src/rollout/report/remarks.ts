import { formatDuration } from '../../prompts/duration.js';
import { mismatchWords } from '../judgedWords.js';
import type { ReportInput } from './reportInput.js';
import { count, moment } from './reportWords.js';

/** What the data could not be used for, and what else a reader must know of it. */
export function remarksOf({ rollout, evidence, judged, at }: ReportInput): readonly string[] {
  const { metrics, block } = rollout.strategy;
  if (metrics.length === 0)
    return ['Nothing is measured: the strategy has no metrics, and its stages advance on bake and approvals alone.'];
  if (!evidence) return ['The data was not read. What the log tells is complete.'];
  const { failure, mixed, unknownVersions, skipped, arms } = evidence;
  const isEmpty = Object.values(arms).every(({ units }) => units === 0);
  const mismatch = judged && mismatchWords(judged, evidence);
  const remarks: readonly (readonly [isTrue: boolean, text: string])[] = [
    [failure !== undefined, `The data cannot be read: ${failure ?? ''}. What the log tells is complete.`],
    [
      failure === undefined && isEmpty && rollout.end !== undefined,
      'There is no data of this rollout any more, or there never was any. What the log tells is complete.',
    ],
    [
      failure === undefined && isEmpty && rollout.end === undefined,
      `There is no data yet. The arms are compared once the first block of ${formatDuration(block)} is over.`,
    ],
    [mismatch !== undefined, `The arms cannot be compared: ${mismatch ?? ''}.`],
    [
      mixed > 0,
      `${count(mixed)} ${mixed === 1 ? 'unit was' : 'units were'} seen in more than one arm, and ${mixed === 1 ? 'is' : 'are'} in no other count.`,
    ],
    [
      unknownVersions > 0,
      `${lines(unknownVersions)} of a version that is neither baseline nor candidate, or of none; in no other count. Some are to be expected until every application has read the flag.`,
    ],
    [
      skipped.lines > 0,
      `${lines(skipped.lines)} could not be used. The first: ${skipped.reason ?? 'no reason known'}.`,
    ],
    ...rollout.setAside.map(({ from, to }): readonly [boolean, string] => [
      true,
      `The data from ${moment(from)} to ${moment(Math.min(to, at))} is shown, but not judged.`,
    ]),
  ];
  return remarks.flatMap(([isTrue, text]) => (isTrue ? [text] : []));
}

function lines(number: number): string {
  return `${count(number)} ${number === 1 ? 'line' : 'lines'}`;
}
