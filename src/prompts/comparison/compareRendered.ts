import { isObject, type JsonObject } from '../json.js';
import type { Part, PromptDocument } from '../promptDocument.js';
import type { RenderedMessage } from '../rendering/rendering.js';
import { renderPrompt } from '../rendering/renderPrompt.js';
import type { ComparedIncludes } from './compareDocuments.js';
import { compareParts } from './compareParts.js';
import { isSame } from './compareValues.js';
import type { PartChange } from './comparison.js';
import type { TokenCounter } from './countTokens.js';

/** What two versions make of the same inputs. */
export interface RenderedChange {
  readonly inputs: JsonObject;
  /** None where a side cannot be filled in. */
  readonly messages: readonly PartChange[];
  /** Why a side cannot be filled in. */
  readonly problem?: string;
}

/** More samples than this are not rendered for a comparison: people look at a few. */
const maxSamples = 10;

/**
 * Renders both versions with the samples that they carry, and compares what comes out. Run it where it can be stopped:
 * a template may loop for ever.
 */
export function compareRendered(
  before: PromptDocument,
  after: PromptDocument,
  includes: ComparedIncludes,
  tokens: TokenCounter,
): readonly RenderedChange[] {
  const samples: JsonObject[] = [];
  for (const { inputs } of [...after.tests, ...before.tests]) {
    if (isObject(inputs) && !samples.some((sample) => isSame(sample, inputs))) samples.push(inputs);
  }
  return samples.slice(0, maxSamples).map((inputs): RenderedChange => {
    const [left, right] = [
      renderPrompt(before, { inputs, includes: includes.before }),
      renderPrompt(after, { inputs, includes: includes.after }),
    ];
    const [problem] = [...right.problems, ...left.problems];
    if (problem) return { inputs, messages: [], problem: problem.message };
    return { inputs, messages: compareParts(left.messages.map(asPart), right.messages.map(asPart), tokens) };
  });
}

function asPart({ role, content }: RenderedMessage): Part {
  const text = content.map((item) => ('text' in item ? item.text : item.media.url)).join('\n');
  return { role, text, range: { start: 0, end: 0 } };
}
