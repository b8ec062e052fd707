/** What people call the prompt and the versions. */
export interface ReportNames {
  readonly prompt: string;
  readonly candidate: string;
  readonly baseline?: string;
}

/** `v9 → v10`; the candidate alone where there is no baseline. */
export function versionsWords({ baseline, candidate }: ReportNames): string {
  return baseline === undefined ? candidate : `${baseline} → ${candidate}`;
}
