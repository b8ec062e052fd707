import type { Diagnostic } from '../prompts/diagnostic.js';
import { Findings } from '../prompts/findings.js';
import { readYaml } from '../prompts/yamlSource.js';
import { neverWords, proofWords } from '../rollout/forecastWords.js';
import { parseStrategy } from '../rollout/strategy/parseStrategy.js';
import { isLate, strategyForecast } from '../rollout/strategyForecast.js';

/** A forecast, where it belongs in the text of a strategy. */
export interface ForecastMarks {
  /** Above each stage that needs proof or the goal: what that takes. */
  readonly proofs: readonly { readonly offset: number; readonly words: string }[];
  /** At what a stage waits for and will not have in time. */
  readonly diagnostics: readonly Diagnostic[];
}

/** @param perDay units of the prompt; absent: unknown. Nothing is forecast of a strategy with mistakes. */
export function forecastMarks(text: string, perDay: number | undefined): ForecastMarks {
  const { strategy } = parseStrategy(text);
  if (!strategy) return { proofs: [], diagnostics: [] };
  const yaml = readYaml(text);
  const findings = new Findings(yaml);
  const forecast = strategyForecast(strategy, perDay);
  const proofs = forecast.stages.flatMap((stage) => {
    const words = proofWords(forecast, stage);
    return words === undefined ? [] : [{ offset: yaml.valueRange(['stages', stage.index]).start, words }];
  });
  for (const stage of forecast.stages.filter(isLate)) {
    const key = stage.never.of === 'samples' ? 'samples' : 'needs';
    findings.warning('never-decided', { value: ['stages', stage.index, key] }, neverWords(forecast, stage));
  }
  return { proofs, diagnostics: findings.diagnostics };
}
