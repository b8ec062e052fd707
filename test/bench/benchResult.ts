/** One measured number. Only sizes, counts and ratios carry a limit: they do not depend on the machine. */
export interface BenchResult {
  /** What was measured; a target that depends on the machine is named here. */
  readonly name: string;
  readonly value: number;
  /** `ms`, `KB`, `×`, … */
  readonly unit: string;
  /** The largest value that is still good. Absent: printed, never failed. */
  readonly limit?: number;
}
