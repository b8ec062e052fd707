import type { BenchResult } from './benchResult.js';
import { exampleRun } from './example/exampleRun.js';
import { scenarios, type Scenario } from './example/scenarios.js';
import { messageOf } from '../../src/prompts/humanError.js';

/** What becomes of rollouts of the example, all at the same time, with real traffic, a real flag file and a real log. */
export async function bench(): Promise<BenchResult[]> {
  const played = await Promise.all(scenarios.map(play));
  return played.flatMap(({ name, seconds, failure }) => [
    { name, value: seconds, unit: 's' },
    ...(failure === undefined ? [] : [{ name: `  but ${failure}`, value: 1, unit: '', limit: 0 }]),
  ]);
}

async function play(scenario: Scenario): Promise<{ name: string; seconds: number; failure?: string }> {
  const { name, traffic } = scenario;
  const run = await exampleRun(traffic);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    const { ended, held } = await scenario.play(run);
    console.log(`  ${name}: ${ended?.detail ?? held?.detail ?? 'as it should'}`);
    return { name, seconds: seconds() };
  } catch (error) {
    return { name, seconds: seconds(), failure: messageOf(error) };
  } finally {
    await run.end();
  }
}
