import { pick, randomFrom } from './random.mjs';

/**
 * Who writes in one conversation, and the luck that it will have.
 * @typedef {{ id: string, team: string, tier: string, locale: string, random: () => number }} Conversation
 */

/**
 * The n-th conversation of a seed: always the same person with the same luck, whatever is served when.
 * @param {number} seed
 * @param {number} n
 * @returns {Conversation}
 */
export function conversation(seed, n) {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) + Math.imul(n, 0x85ebca6b));
  return {
    id: `conv-${seed.toString(36)}-${n}`,
    team: pick(random, [
      ['customers', 0.97],
      ['internal', 0.03],
    ]),
    tier: pick(random, [
      ['free', 0.62],
      ['pro', 0.3],
      ['business', 0.08],
    ]),
    locale: pick(random, [
      ['en', 0.5],
      ['de', 0.25],
      ['fr', 0.15],
      ['es', 0.1],
    ]),
    random,
  };
}
