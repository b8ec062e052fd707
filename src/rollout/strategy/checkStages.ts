import { canonicalJson } from '../../prompts/json.js';
import type { Findings } from '../../prompts/findings.js';
import { shorten } from '../../prompts/shorten.js';
import type { Metric, Stage } from './strategy.js';

const whole = 100_000;

/**
 * Whether the stages fit together and to the metrics.
 * @param metrics absent where not all of them could be read
 */
export function checkStages(
  stages: readonly Stage[],
  metrics: readonly Metric[] | undefined,
  findings: Findings,
): void {
  const names = new Set<string>();
  const shares = new Map<string, Stage>();
  /** What all units in no segment are served, once the stage at hand has begun. */
  let general = 0;

  stages.forEach((stage, index) => {
    const { name, share, only, needs } = stage;
    if (names.has(name)) {
      const message = `Two stages are called \`${shorten(name)}\`. Give each a name of its own.`;
      findings.error('duplicate-name', { value: ['stages', index, 'name'] }, message);
    }
    names.add(name);

    const segment = canonicalJson(only ?? {});
    const before = shares.get(segment);
    if (before && share < before.share) {
      const message = `The share shrinks from ${percent(before)} in \`${shorten(before.name)}\` to ${percent(stage)}. Put the stages in the order of their shares.`;
      findings.error('share-shrinks', { value: ['stages', index, 'traffic'] }, message);
    }
    shares.set(segment, stage);

    if (!only) general = share;
    if (needs !== 'clear') checkNeeds(index, needs, general, metrics, findings);
  });

  const last = stages.at(-1);
  if (last && (last.share < whole || last.only)) {
    const message = 'The last stage does not give all traffic to the candidate. Add a stage with `traffic: 100%`.';
    findings.warning('last-stage', { value: ['stages', stages.length - 1, 'traffic'] }, message);
  }
}

function checkNeeds(
  index: number,
  needs: 'proof' | 'goal',
  general: number,
  metrics: readonly Metric[] | undefined,
  findings: Findings,
): void {
  const unprovable = (why: string) =>
    findings.error(
      'unprovable',
      { value: ['stages', index, 'needs'] },
      `\`needs: ${needs}\` can never be met: ${why}.`,
    );
  const role = needs === 'proof' ? 'guardrail' : 'success';
  if (metrics && !metrics.some((metric) => metric.role === role)) {
    unprovable(needs === 'proof' ? 'there is no guardrail under `metrics`' : 'no metric has `role: success`');
  } else if (general === whole) {
    unprovable('at 100% no baseline is left to compare with. Ask for it on the stage before');
  } else if (general === 0) {
    unprovable('a segment is never compared, and no stage before this one gives traffic by chance');
  }
}

function percent({ share }: Stage): string {
  return `${share / 1000}%`;
}
