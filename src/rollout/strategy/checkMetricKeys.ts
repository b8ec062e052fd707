import type { Findings } from '../../prompts/findings.js';
import type { YamlPath } from '../../prompts/yamlSource.js';

const ofRates = ['bad', 'good', 'over'];
const ofMeans = ['range', 'cap', 'worse'];

/** Whether the keys of a metric go together: what a rate, a mean, a guardrail and a success metric each need. */
export function checkMetricKeys(
  name: string,
  raw: Readonly<Record<string, unknown>>,
  is: 'rate' | 'mean',
  role: 'guardrail' | 'success',
  findings: Findings,
): void {
  const path: YamlPath = ['metrics', name];
  const has = (key: string) => raw[key] !== undefined;
  const missing = (message: string) => findings.error('missing-key', { inside: path }, message);
  const misplaced = (key: string, message: string) => findings.error('misplaced-key', { key: [...path, key] }, message);

  const [foreign, other] = is === 'rate' ? [ofMeans, 'mean'] : [ofRates, 'rate'];
  for (const key of foreign.filter(has)) {
    misplaced(
      key,
      `\`${key}\` belongs to a ${other}, but \`${name}\` is a ${is}. Remove it, or write \`is: ${other}\`.`,
    );
  }

  if (is === 'rate') {
    const [way, another] = ofRates.filter(has);
    if (another !== undefined) {
      misplaced(another, `\`${way}\` and \`${another}\` both say which units of \`${name}\` count. Keep one of them.`);
    } else if (has('of') && way !== 'over') {
      if (way === undefined)
        missing(`\`over\` is missing in \`${name}\`: units whose \`of\` is greater than it are counted.`);
      else misplaced('of', `\`of\` goes with \`over\`, but \`${name}\` counts by \`${way}\`. Remove it.`);
    } else if (way === 'over' && !has('of')) {
      missing(`\`of\` is missing in \`${name}\`: the field whose number is compared with \`over\`.`);
    } else if (way === undefined) {
      missing(
        `\`${name}\` does not say which units count. Add \`bad\` or \`good\` with a field, or \`of\` with a field and \`over\`.`,
      );
    }
  } else {
    if (!has('of')) missing(`\`of\` is missing in \`${name}\`: the field with the number.`);
    if (has('range') && has('cap')) misplaced('cap', `\`range\` and \`cap\` both bound \`${name}\`. Keep one of them.`);
    if (!has('range') && !has('cap')) {
      missing(
        `\`range\` or \`cap\` is missing in \`${name}\`: a mean can only be judged when its values are bounded. Write for example \`range: [1, 5]\` or \`cap: 0.5\`.`,
      );
    }
  }

  const [needed, refused, why] =
    role === 'guardrail'
      ? (['margin', 'goal', 'how much worse it may get, such as'] as const)
      : (['goal', 'margin', 'how much better it should get, such as'] as const);
  const example = is === 'rate' ? '1pp' : '10%';
  if (!has(needed)) missing(`\`${needed}\` is missing in \`${name}\`: ${why} ${example}.`);
  if (has(refused)) {
    const otherRole = role === 'guardrail' ? 'success metric' : 'guardrail';
    misplaced(
      refused,
      `\`${refused}\` belongs to a ${otherRole}, but \`${name}\` is a ${roleWords[role]}. Remove it, or change \`role\`.`,
    );
  }
}

const roleWords = { guardrail: 'guardrail', success: 'success metric' } as const;
