import type { JsonObject } from '../../json.js';
import type { Includes } from '../../promptText.js';

/**
 * Fills in one template. What it reads are the inputs and the included texts; it runs no code of the template, and
 * reaches neither files nor the environment. It may take for ever: run it where it can be stopped.
 * @throws TemplateError where the template is broken or names a file that is not included
 */
export type Engine = (template: string, inputs: JsonObject, includes: Includes) => string;

/** A template that cannot be filled in. */
export class TemplateError extends Error {
  constructor(
    message: string,
    /** Offset into the template, where that is known. */
    readonly offset?: number,
  ) {
    super(message);
    this.name = 'TemplateError';
  }
}

/** The offset of a line and column, both from 1; undefined where there is no line. */
export function offsetOf(template: string, line: number | undefined, column = 1): number | undefined {
  if (line === undefined || line < 1) return undefined;
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const next = template.indexOf('\n', start);
    if (next < 0) return start;
    start = next + 1;
  }
  return Math.min(start + Math.max(0, column - 1), template.length);
}

/** The first line of what a library says. */
export function firstLineOf(message: string): string {
  return message.split('\n')[0]?.trim() ?? '';
}
