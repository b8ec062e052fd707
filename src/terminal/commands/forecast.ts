import { forecastOf } from '../../project/forecast.js';
import { HumanError } from '../../prompts/humanError.js';
import { isLate } from '../../rollout/strategyForecast.js';
import type { Call, Command } from '../command.js';
import { findPrompt } from '../findPrompt.js';
import { forecastDocument, forecastText } from '../forecastText.js';
import { openEnvironment } from '../openProject.js';

export const forecast: Command = {
  name: 'forecast',
  summary: 'tell how long each stage takes to prove or to catch what; exit code 1 where one never decides in time',
  positionals: [{ name: 'prompt' }],
  options: { 'per-day': { value: 'N', summary: 'units a day to count on, instead of those in the telemetry' } },
  run: async (call) => {
    const given = perDayOf(call);
    const { project, environment } = await openEnvironment(call);
    const prompt = await findPrompt(project, environment, call.positionals[0], call);
    const found = forecastOf(prompt, given ?? (await environment.unitsPerDay(prompt.id, call.signal)));
    const { id, name } = prompt;
    const forecasted = { name, environment: environment.name, forecast: found, isGiven: given !== undefined };
    return {
      document: { prompt: id, ...forecastDocument(forecasted) },
      text: forecastText(forecasted),
      exitCode: found.stages.some(isLate) ? 1 : 0,
    };
  },
};

/** @throws HumanError where it is no number over 0 */
function perDayOf({ options }: Call): number | undefined {
  const text = options.text('per-day');
  if (text === undefined) return undefined;
  const perDay = /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (perDay > 0) return perDay;
  throw new HumanError('input', `--per-day is a number over 0, such as 2000, not "${text}".`);
}
