/** One measured number. Only sizes and ratios carry a limit: they do not depend on the machine. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  /** `ms`, `KB`, `×`, … */
  readonly unit: string;
  /** The largest value that is still good. Absent: printed, never failed. */
  readonly limit?: number;
}
