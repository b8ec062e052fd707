import type { Arm } from '../../evidence/arm.js';
import type { VersionId } from '../../workspace/version.js';
import type { Rollout } from '../state.js';
import { marksOf, type Mark } from './marks.js';
import { metricReport, type MetricReport } from './metricReport.js';
import { reduced, type Point } from './points.js';
import type { ReportInput } from './reportInput.js';
import { remarksOf } from './remarks.js';
import { timesOf } from './reportTimes.js';
import { shareLines, type ShareLine } from './splitSteps.js';
import { stagesOf, type StageReport } from './stageReport.js';
import { atOnce, type Steps } from './steps.js';
import { standingOf, type Standing } from './standing.js';
import { totalRisk, type TotalRisk } from '../totalRisk.js';
import { wholeWay } from './wayPoints.js';

/** A rollout for people who were not there: what was decided, by whom, on what. Lines are short enough to be drawn. */
export interface Report {
  readonly prompt: string;
  readonly name: string;
  readonly environment: string;
  readonly rollout: string;
  readonly attempt: number;
  readonly versions: Readonly<Record<'baseline' | 'candidate', { readonly id: VersionId; readonly name: string }>>;
  readonly standing: Standing;
  readonly starter: string;
  readonly strategyPath: string;
  readonly owners: readonly string[];
  /** Epoch milliseconds, as all times here: the ends of the axis that all charts share. */
  readonly from: number;
  readonly to: number;
  /** When it was looked at: now, or when the rollout ended. */
  readonly at: number;
  readonly isLive: boolean;
  readonly stages: readonly StageReport[];
  readonly shares: readonly [ShareLine, ...ShareLine[]];
  readonly marks: readonly Mark[];
  readonly risk: TotalRisk;
  /** Times whose data is not judged. */
  readonly setAside: Rollout['setAside'];
  /** How long each point of an arm looks back, and a block is, in milliseconds. */
  readonly lookBack: number;
  readonly block: number;
  /** All evidence of harm together on its way to a rollback (1); absent where nothing is judged. */
  readonly rollback?: readonly Point[];
  readonly metrics: readonly MetricReport[];
  readonly units: Readonly<Record<Arm, number>>;
  /** What the data could not be used for, and other doubts; whole sentences. */
  readonly remarks: readonly string[];
}

/** Pure. @returns the report of a rollout, all of it at once; at 100,000 blocks that takes a while */
export function reportOf(input: ReportInput): Report {
  return atOnce(reportSteps(input));
}

/** Pure. The same in steps, for whoever may not hold the thread for long. */
export function* reportSteps(input: ReportInput): Steps<Report> {
  const frame = frameOf(input);
  yield undefined;
  const rollback = wholeWay(input, (judged) => judged.rollback);
  yield undefined;
  const drawn = input.judged && { rollback: reduced(rollback, frame.from, frame.to) };
  const metrics: MetricReport[] = [];
  for (const metric of input.rollout.strategy.metrics) metrics.push(yield* metricReport(input, metric));
  return { ...frame, ...drawn, metrics };
}

function frameOf(input: ReportInput): Omit<Report, 'metrics' | 'rollback'> {
  const { prompt, environment, rollout, earlier, events, at, evidence, nameOf } = input;
  const { id, attempt, baseline, candidate, starter, strategy, strategyPath, startedAt, setAside, end } = rollout;
  const { block, owners } = strategy;
  const { to, lookBack } = timesOf(input);
  const units = (arm: Arm): number => evidence?.arms[arm].units ?? 0;
  return {
    prompt: prompt.id,
    name: prompt.name,
    environment,
    rollout: id,
    attempt,
    versions: {
      baseline: { id: baseline, name: nameOf(baseline) },
      candidate: { id: candidate, name: nameOf(candidate) },
    },
    standing: standingOf(rollout),
    starter: starter.name,
    strategyPath,
    owners,
    from: startedAt,
    to,
    at,
    isLive: end === undefined,
    stages: stagesOf(rollout, at),
    shares: shareLines(rollout, events, at),
    marks: marksOf(events, id),
    risk: totalRisk(rollout, earlier),
    setAside,
    lookBack,
    block,
    units: { baseline: units('baseline'), candidate: units('candidate'), segment: units('segment') },
    remarks: remarksOf(input),
  };
}
