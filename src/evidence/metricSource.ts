import type { Evidence } from './evidence.js';
import type { EvidenceQuery } from './evidenceQuery.js';

/** Where the numbers come from. One file per system in `src/evidence/sources`. */
export interface MetricSource {
  readonly label: string;
  /** Never throws for unreadable data: that is `failure` in the evidence. Aborting rejects. */
  read(query: EvidenceQuery, signal: AbortSignal): Promise<Evidence>;
}
