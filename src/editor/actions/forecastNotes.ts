import type { Environment, ProjectPrompt } from '../../project/project.js';

/** How long a person who confirms a start waits for the traffic to be counted, in milliseconds. */
const patience = 1000;

/**
 * What a start is expected to show, for the person who confirms it: that some stage will not be over in time, else what the
 * first stage that compares can catch. Nothing where no stage compares.
 */
export async function forecastNotes(environment: Environment, prompt: ProjectPrompt): Promise<readonly string[]> {
  const [{ forecastOf }, { catchSentence, lateWords }, { isLate }] = await Promise.all([
    import('../../project/forecast.js'),
    import('../../rollout/forecastWords.js'),
    import('../../rollout/strategyForecast.js'),
  ]);
  // A forecast informs and holds nothing back: what is not counted in time, or cannot be, is not known.
  const perDay = await environment.unitsPerDay(prompt.id, AbortSignal.timeout(patience)).catch(() => undefined);
  const forecast = forecastOf(prompt, perDay);
  const [first] = forecast.stages;
  if (!first || first.metrics.length === 0) return [];
  const late = forecast.stages.find(isLate);
  return [`Expected: ${late ? `${lateWords(forecast, late)}.` : catchSentence(forecast, first)}`];
}
