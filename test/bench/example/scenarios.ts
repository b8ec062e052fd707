import type { StatusDocument } from '../../../src/project/status.js';
import type { ExampleRun } from './exampleRun.js';

/** A rollout of the example under `full`, and how it must end or stand. */
export interface Scenario {
  readonly name: string;
  /** Options of the simulator. */
  readonly traffic: readonly string[];
  /** What happens on the way. Resolves with how it came out; rejects where it came out otherwise. */
  play(run: ExampleRun): Promise<StatusDocument>;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'tool errors tripled: rolled back by rule on the 5 % stage',
    traffic: ['--candidate', 'tool-errors'],
    play: (run) =>
      run.until(
        ({ ended }) => ended?.how === 'rolled_back' && /^tool_errors got worse/.test(ended.detail ?? ''),
        ({ stage }) => stage === null || stage.index <= 1,
      ),
  },
  {
    name: 'a good candidate: to 100 % by itself but for the approval',
    traffic: ['--candidate', 'good'],
    play: async (run) => {
      await run.until(({ stage }) => stage?.name === 'half');
      await run.approve();
      return run.until(
        ({ ended }) => ended?.how === 'completed',
        ({ ended }) => ended === null || ended.how === 'completed',
      );
    },
  },
  {
    name: 'bad for German customers alone: rolled back, and the locale is named',
    traffic: ['--candidate', 'tool-errors', '--bad-for', 'locale=de'],
    play: async (run) => {
      const isBack = ({ ended }: StatusDocument): boolean =>
        ended?.how === 'rolled_back' && /^tool_errors got worse .* where locale is de$/.test(ended.detail ?? '');
      const half = ({ stage }: StatusDocument): boolean => stage?.name === 'half';
      const status = await run.until((one) => isBack(one) || half(one));
      return isBack(status) ? status : run.until(isBack);
    },
  },
  {
    name: 'a source that falls silent: held, and running again by itself when it is back',
    traffic: ['--candidate', 'neutral'],
    play: async (run) => {
      await run.until(({ stage, evidence }) => stage?.name === 'canary' && (evidence?.stageUnits ?? 0) > 0);
      run.stopTraffic();
      await run.until(({ held }) => held?.cause === 'silence');
      run.startTraffic();
      return run.until(({ state }) => state === 'running');
    },
  },
  {
    name: 'an application that ignores the flag for 30 %: held for the mismatch',
    traffic: ['--candidate', 'neutral', '--ignore-flag', '30%'],
    play: (run) => run.until(({ held }) => held?.cause === 'mismatch'),
  },
];
