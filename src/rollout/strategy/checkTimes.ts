import { formatDuration } from '../../prompts/duration.js';
import type { Findings } from '../../prompts/findings.js';
import type { Stage, Strategy } from './strategy.js';

/**
 * Whether the durations of a strategy fit together.
 * @param stages those that could be read
 * @param raw the file's root, to tell what is written from what is a default
 */
export function checkTimes(
  { block, stale, deadline }: Pick<Strategy, 'block' | 'stale' | 'deadline'>,
  stages: readonly Stage[],
  raw: Readonly<Record<string, unknown>>,
  findings: Findings,
): void {
  if (stale < block) {
    const message = `Data would count as silence after ${formatDuration(stale)} (\`stale\`), before a block of ${formatDuration(block)} (\`block\`) is over. Make \`stale\` at least as long as \`block\`.`;
    findings.error('stale-short', { value: [raw['stale'] === undefined ? 'block' : 'stale'] }, message);
  }
  const bakes = stages.reduce((sum, { bake }) => sum + bake, 0);
  if (bakes > deadline) {
    const message = `The stages bake ${formatDuration(bakes)} together, longer than the deadline of ${formatDuration(deadline)}, so the rollout can never be done in time.`;
    findings.error(
      'deadline-short',
      raw['deadline'] === undefined ? { key: ['stages'] } : { value: ['deadline'] },
      message,
    );
  }
}
