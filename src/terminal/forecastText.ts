import {
  aboutTime,
  writtenAmount,
  catchSentence,
  caughtWords,
  neverWords,
  proofSentence,
  roughly,
  shareWords,
  unitsName,
  roundedValue,
} from '../rollout/forecastWords.js';
import {
  isLate,
  type LateStage,
  type MetricForecast,
  type StageForecast,
  type StrategyForecast,
} from '../rollout/strategyForecast.js';
import { table } from './table.js';

/** What is forecast, and where. */
export interface Forecasted {
  readonly name: string;
  readonly environment: string;
  readonly forecast: StrategyForecast;
  /** The traffic was given with the call. */
  readonly isGiven: boolean;
}

/** A forecast for people: a table per stage, and what will never be decided. */
export function forecastText(forecasted: Forecasted): string {
  const { forecast } = forecasted;
  const { stages, unit } = forecast;
  if (stages.length === 0) return `${heading(forecasted)}\nNo stage compares the versions.\n`;
  const legend = `"needs" counts ${unitsName(unit)} of the candidate until a proof, "harm from" is the mildest harm that the stage catches: both on average, with a candidate like the baseline (a success metric: with twice its goal).`;
  return [heading(forecasted), ...stages.map((stage) => stageText(forecast, stage)), `${legend}\n`].join('\n\n');
}

function heading({ name, environment, forecast, isGiven }: Forecasted): string {
  const { perDay, unit } = forecast;
  const units = unitsName(unit);
  if (perDay === undefined)
    return `${name} in ${environment}: the telemetry does not tell how many ${units} there are; --per-day N does.`;
  return `${name} in ${environment}, with ${roughly(perDay)} ${units} a day${isGiven ? '' : ', by the telemetry of the last 7 days'}`;
}

function stageText(forecast: StrategyForecast, stage: StageForecast): string {
  const { name, share, needs, metrics } = stage;
  const columns: readonly (readonly [string, (metric: MetricForecast) => string])[] = [
    ['metric', ({ criterion }) => criterion.name],
    ['expected', ({ criterion }) => roundedValue(criterion, criterion.expect)],
    [
      'proof of',
      ({ criterion }) =>
        `${criterion.role === 'success' ? 'goal' : 'within'} ${writtenAmount(criterion, criterion.by)}`,
    ],
    ['needs', ({ toProve }) => roughly(toProve)],
    ...(forecast.perDay === undefined ? [] : ([['in', takesWords]] as const)),
    ['harm from', (metric) => caughtWords(metric) ?? '–'],
  ];
  const sentences = [catchSentence(forecast, stage), proofSentence(forecast, stage) ?? ''].filter(
    (text) => text !== '',
  );
  const rows = [columns.map(([title]) => title), ...metrics.map((metric) => columns.map(([, cell]) => cell(metric)))];
  return [
    `${name} (${shareWords(share)}${needs === 'clear' ? '' : `, needs ${needs}`})`,
    ...(metrics.length === 0
      ? ['  Nothing is measured.']
      : [...sentences.map((text) => `  ${text}`), table(rows, '  ')]),
    ...(isLate(stage) ? [`  ${neverWords(forecast, stage)}`] : []),
  ].join('\n');
}

function takesWords({ takes }: MetricForecast): string {
  if (takes === 0) return 'proven before';
  return takes === undefined || takes === Infinity ? '–' : aboutTime(takes);
}

/** A forecast for scripts: shares in percent, times in seconds, units as they are counted; null where nothing is known, or ever proven. */
export function forecastDocument({ name, environment, forecast }: Forecasted): object {
  const { unit, perDay, deadline, stages } = forecast;
  return {
    name,
    environment,
    unit,
    perDay: perDay ?? null,
    deadlineSeconds: seconds(deadline),
    stages: stages.map((stage) => ({
      index: stage.index,
      name: stage.name,
      traffic: percent(stage.share),
      needs: stage.needs,
      lastsSeconds: perDay === undefined ? null : seconds(stage.lasts),
      candidateUnits: Math.round(stage.units),
      metrics: stage.metrics.map(({ criterion, toProve, takes, caught }) => ({
        name: criterion.name,
        role: criterion.role,
        expect: criterion.expect,
        candidateUnitsToProve: finite(Math.ceil(toProve)),
        takesSeconds: takes === undefined ? null : finite(seconds(takes)),
        harmCaughtFrom: caught ?? null,
      })),
      never: isLate(stage) ? neverDocument(forecast, stage) : null,
    })),
  };
}

function neverDocument(forecast: StrategyForecast, stage: LateStage): object {
  const { never } = stage;
  const words = neverWords(forecast, stage);
  const common = { for: never.of, unitsInTime: Math.floor(never.units), withinSeconds: seconds(never.within), words };
  if (never.of === 'samples') return common;
  const { metrics, share, margins } = never;
  return {
    ...common,
    metrics: metrics.map(({ criterion }) => criterion.name),
    suggested: { traffic: share === undefined ? null : percent(share), margins: margins ?? null },
  };
}

function percent(share: number): number {
  return Number((share * 100).toFixed(3));
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
