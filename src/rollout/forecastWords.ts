import type { Amount, Criterion } from '../evidence/statistics/criterion.js';
import { counted } from '../prompts/counted.js';
import type { LateStage, MetricForecast, Never, StageForecast, StrategyForecast } from './strategyForecast.js';
import { plain } from './strategy/units.js';

/** What the units of a strategy are called, of more than one: `conversation_id` → `conversations`, `userId` → `users`. */
export function unitsName(unit: string): string {
  const name = unit
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/(^|[_.-])(u?id|uuid|guid|key|hash)$/, '')
    .replace(/^.*[./:]/, '')
    .replace(/[_\- ]+/g, ' ');
  if (name === '' || name === 'targeting') return 'units';
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

/** A number that is not known exactly, in its first two digits: `3,800`. */
export function roughly(number: number): string {
  return Number(number.toPrecision(2)).toLocaleString('en');
}

/** A time that is not known exactly: `1.9 days`. */
export function aboutTime(milliseconds: number): string {
  const [size, word] = times.find(([least]) => milliseconds >= least) ?? second;
  return counted(Number((milliseconds / size).toPrecision(2)), word);
}

const second = [1000, 'second'] as const;
const times = [[86_400_000, 'day'], [3_600_000, 'hour'], [60_000, 'minute'], second] as const;

/** A share of the traffic: `5 %`, `0.5 %`. */
export function shareWords(share: number): string {
  return `${plain(Number((share * 100).toPrecision(3)))} %`;
}

/** A value of a metric: `4.2 %` for a rate, else a plain number. */
export function roundedValue({ is }: Pick<Criterion, 'is'>, value: number): string {
  return is === 'rate' ? shareWords(value) : plain(Number(value.toPrecision(3)));
}

/** A margin or goal as one writes it in a strategy: `1pp`, `10%`, `0.1`. */
export function writtenAmount({ is }: Pick<Criterion, 'is'>, amount: Amount): string {
  if ('relative' in amount) return `${plain(amount.relative * 100)}%`;
  return is === 'rate' ? `${plain(amount.absolute * 100)}pp` : plain(amount.absolute);
}

/** Where harm is caught: `9.7 %`. */
export function caughtWords({ criterion, caught }: MetricForecast): string | undefined {
  if (caught === undefined) return undefined;
  return criterion.is === 'rate' ? shareWords(Number(caught.toPrecision(2))) : roundedValue(criterion, caught);
}

/** What a stage sees, and which harm that is enough to catch, as a sentence. */
export function catchSentence({ unit, perDay }: StrategyForecast, stage: StageForecast): string {
  const { name, units, lasts, metrics } = stage;
  const [first, ...others] = metrics.filter(({ caught }) => caught !== undefined);
  const time = perDay === undefined ? '' : ` in ${aboutTime(lasts)}`;
  const seen = `${name} compares about ${roughly(units)} ${unitsName(unit)} of the candidate${time}`;
  if (!first) return `${seen}: too few to catch any harm by comparing.`;
  const { criterion } = first;
  const expected = roundedValue(criterion, criterion.expect);
  const from = `${criterion.name} from ${caughtWords(first) ?? ''} on (${expected} is expected)`;
  const more = others.length === 0 ? '' : `, and harm in ${counted(others.length, 'other guardrail')}`;
  return `${seen}, enough to catch ${from}${more}.`;
}

/** How long it takes until every guardrail (on a stage that needs the goal, every metric) is proven, as a sentence. */
export function proofSentence({ unit }: StrategyForecast, stage: StageForecast): string | undefined {
  const slowest = slowestProof(stage);
  if (!slowest) return undefined;
  const { criterion, toProve, takes } = slowest;
  const what = stage.needs === 'goal' ? 'every goal and guardrail' : 'every guardrail';
  if (takes === 0) return `The stages before ${stage.name} prove ${what}.`;
  const total = `${roughly(toProve)} ${unitsName(unit)} of the candidate (${roughly(toProve / stage.share)} of both versions)`;
  const time = takes === undefined ? '' : `, ${aboutTime(takes)}`;
  return `To prove ${what} takes about ${total}${time}; ${criterion.name} takes longest.`;
}

/** What a stage that needs proof takes for it, in a few words: `proof takes ~3,800 conversations, 1.9 days at 5 % of 40,000 a day`. */
export function proofWords({ unit, perDay }: StrategyForecast, stage: StageForecast): string | undefined {
  const slowest = slowestProof(stage);
  if (!slowest || stage.needs === 'clear') return undefined;
  const { toProve, takes } = slowest;
  if (takes === 0) return `${stage.needs} comes from the stages before`;
  const time = takes === undefined ? '' : `, ${aboutTime(takes)}`;
  const traffic = perDay === undefined ? '' : ` of ${roughly(perDay)} a day`;
  return `${stage.needs} takes ~${roughly(toProve)} ${unitsName(unit)}${time} at ${shareWords(stage.share)}${traffic}`;
}

/** Why a stage will not be over in time, in short: `half never decides in time: 1pp on errors at 5 % needs 76,000 conversations; you see 2,000 a day`. */
export function lateWords({ unit, perDay = 0 }: StrategyForecast, { never, share, name }: LateStage): string {
  const seen = `${unitsName(unit)}; you see ${roughly(perDay)} a day`;
  if (never.of === 'samples') {
    const samples = `${never.samples.toLocaleString('en')} samples at ${shareWords(share)}`;
    return `${name} never has its samples in time: ${samples} need ${roughly(never.samples / share)} ${seen}`;
  }
  const [{ criterion, toProve }] = never.metrics;
  const proof = `${writtenAmount(criterion, criterion.by)} on ${criterion.name} at ${shareWords(share)}`;
  return `${name} never decides in time: ${proof} needs ${roughly(toProve / share)} ${seen}`;
}

/** Why a stage will not be over in time, and what would help, as sentences. */
export function neverWords(forecast: StrategyForecast, stage: LateStage): string {
  const { never, share, name } = stage;
  const left = `${roughly(never.units)} in the ${aboutTime(never.within)} that are left for ${name} before the deadline`;
  const others = never.of === 'proof' ? never.metrics.slice(1).map(({ criterion }) => criterion.name) : [];
  const also = others.length === 0 ? '' : ` (too late as well: ${others.join(', ')})`;
  const ways = never.of === 'proof' ? waysToProve(never) : waysToSample(never, share);
  return `${lateWords(forecast, stage)}, ${left}${also}. It can with ${[...ways, 'a later deadline'].join(', or ')}.${assumedWords(never)}`;
}

/** What a forecast of a mean rests on. */
function assumedWords(never: Never): string {
  if (never.of === 'samples' || never.metrics[0].criterion.is === 'rate') return '';
  return ` How far ${never.metrics[0].criterion.name} spreads is not in the strategy, and assumed to be far.`;
}

function waysToSample({ samples, units }: Extract<Never, { of: 'samples' }>, share: number): string[] {
  const most = Math.floor(units * share);
  return [
    ...(samples < units ? [`a share of ${shareWords(wholeShare(samples / units))}`] : []),
    ...(most > 0 ? [`${most.toLocaleString('en')} samples at most`] : []),
  ];
}

function waysToProve({ share, margins = [], metrics }: Extract<Never, { of: 'proof' }>): string[] {
  const amounts = margins.flatMap(({ metric, margin }) => {
    const criterion = metrics.find((late) => late.criterion.name === metric)?.criterion;
    return criterion ? [`${writtenAmount(criterion, roundedUp(margin))} on ${metric}`] : [];
  });
  return [
    ...(share === undefined ? [] : [`a share of ${shareWords(wholeShare(share))}`]),
    ...(amounts.length === 0 ? [] : [`${amounts.length === 1 ? 'a margin' : 'margins'} of ${amounts.join(' and ')}`]),
  ];
}

/** The next whole percent; below one, the next tenth. */
function wholeShare(share: number): number {
  const step = share < 0.01 ? 1000 : 100;
  return Math.ceil(share * step) / step;
}

/** To two digits. */
function roundedUp(amount: Amount): Amount {
  return 'absolute' in amount ? { absolute: up(amount.absolute) } : { relative: up(amount.relative) };
}

function up(value: number): number {
  const size = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / size) * size).toPrecision(2));
}

/** Of what a stage needs, or would need if it asked for proof. */
function slowestProof({ metrics, needs }: StageForecast): MetricForecast | undefined {
  const needed = metrics.filter(({ criterion }) => needs === 'goal' || criterion.role === 'guardrail');
  const slowness = ({ takes, toProve }: MetricForecast): number => takes ?? toProve;
  return [...needed].sort((a, b) => slowness(b) - slowness(a))[0];
}
