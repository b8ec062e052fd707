import { HumanError } from '../prompts/humanError.js';
import { strategyForecast, type StrategyForecast } from '../rollout/strategyForecast.js';
import { parseStrategy } from '../rollout/strategy/parseStrategy.js';
import { requireStrategy } from './plans.js';
import type { ProjectPrompt } from './project.js';

/**
 * What the strategy of a prompt, as it is on disk, can prove and catch.
 * @param perDay units of the prompt; absent: unknown
 * @throws HumanError where there is no strategy, or it is not valid
 */
export function forecastOf(prompt: ProjectPrompt, perDay: number | undefined): StrategyForecast {
  const { path, text } = requireStrategy(prompt);
  const { strategy } = parseStrategy(text);
  if (!strategy) throw new HumanError('input', `${path} is not valid.`);
  return strategyForecast(strategy, perDay);
}
