import type { JsonValue } from '../../../prompts/json.js';

/** What Prometheus answered: its `data`, or why there is none. */
export type Reply =
  | { readonly data: JsonValue | undefined }
  | {
      /** A sentence for people that goes on after a colon, without its full stop. */
      readonly failure: string;
      /** A smaller part of the same may be answered. */
      readonly isTooMuch: boolean;
    };

/**
 * Asks Prometheus' HTTP API. Never throws; an abort is a failure, too.
 * @param path such as `query`
 */
export type AskPrometheus = (
  path: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Reply>;
