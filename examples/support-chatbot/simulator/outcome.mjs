import { lognormal } from './random.mjs';

/** How conversations usually go; shares of all conversations, times in seconds, costs in dollars. */
const usual = {
  toolError: 0.04,
  refusal: 0.02,
  escalated: 0.06,
  resolved: 0.71,
  duration: 1.9,
  cost: 0.0167,
  /** Moves the judge's scores: 0.1 lifts a tenth of them by one. */
  quality: 0,
};

/** What is different with the candidate, by the name that `--candidate` gives it. */
export const candidates = {
  neutral: {},
  good: { escalated: 0.045, resolved: 0.77, duration: 1.5, cost: 0.0145, quality: 0.06 },
  bad: { toolError: 0.13, refusal: 0.05, escalated: 0.11, resolved: 0.62, quality: -0.12 },
  'tool-errors': { toolError: 0.14 },
  refusals: { refusal: 0.09 },
  escalations: { escalated: 0.14, resolved: 0.66 },
  slow: { duration: 3.6 },
  expensive: { cost: 0.026 },
};

/**
 * How a conversation went. It takes the same luck whatever was served, so that two runs differ by the prompt alone.
 * @param {() => number} random the conversation's luck
 * @param {Partial<typeof usual>} difference what the served prompt makes different
 */
export function outcome(random, difference) {
  const chance = { ...usual, ...difference };
  const toolError = random() < chance.toolError;
  const refusal = random() < chance.refusal;
  const escalated = random() < chance.escalated;
  // Who was passed on to a colleague was not helped here.
  const resolved = random() < chance.resolved / (1 - chance.escalated) && !escalated;
  const score = random() + chance.quality;
  return {
    duration_s: round(lognormal(random, chance.duration, 0.6), 2),
    tool_error: toolError,
    refusal,
    escalated,
    cost_usd: round(lognormal(random, chance.cost, 0.6), 4),
    judge_score: 1 + [0.03, 0.08, 0.2, 0.59].filter((step) => score >= step).length,
    resolved,
  };
}

/** @param {number} value @param {number} digits */
function round(value, digits) {
  return Number(value.toFixed(digits));
}
