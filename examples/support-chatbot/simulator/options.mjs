import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { candidates } from './outcome.mjs';

export const usage = `node main.mjs [options]: a support chatbot's traffic, made up

  --flags FILE          the flag file to serve from (flags.flagd.json)
  --telemetry FILE      where a line for each conversation is appended (telemetry/conversations.jsonl)
  --prompt ID           the prompt to serve; its last part is the flag (prompts/support-reply)
  --per-second N        conversations in a second (100)
  --count N             stop after so many (never)
  --seed N              the same seed makes the same conversations (a new one each time)
  --candidate WHAT      how the candidate does: ${Object.keys(candidates).join(', ')} (good)
  --bad-for NAME=VALUE  only these conversations see that difference, such as locale=de
  --speed X             how fast the candidate answers: 0.5 is half as fast (1)
  --metrics PORT        also count conversations at http://127.0.0.1:PORT/metrics, for Prometheus; after --count it then
                        waits to be ended, so that the last of them can be scraped
  --ignore-flag N%      the share of conversations that forget to say who they are, and so get the baseline (0%)`;

/**
 * @param {string[]} args
 * @throws {Error} with what is wrong, in words
 */
export function readOptions(args) {
  const text = { type: /** @type {const} */ ('string') };
  const names = [
    'flags',
    'telemetry',
    'prompt',
    'per-second',
    'count',
    'seed',
    'candidate',
    'bad-for',
    'speed',
    'ignore-flag',
    'metrics',
  ];
  const { values } = parseArgs({
    args,
    options: { help: { type: 'boolean' }, ...Object.fromEntries(names.map((name) => [name, text])) },
  });
  const number = (name, usual) => {
    const value = values[name] === undefined ? usual : Number(values[name].replace(/%$/, ''));
    if (Number.isNaN(value) || value < 0) throw new Error(`--${name} must be a number, not ${values[name]}`);
    return value;
  };
  const candidate = values.candidate ?? 'good';
  if (!Object.hasOwn(candidates, candidate))
    throw new Error(`--candidate must be one of ${Object.keys(candidates).join(', ')}`);
  const only = values['bad-for']?.split('=');
  if (only && only.length !== 2) throw new Error('--bad-for must look like locale=de');
  return {
    help: values.help ?? false,
    flags: resolve(values.flags ?? 'flags.flagd.json'),
    telemetry: resolve(values.telemetry ?? 'telemetry/conversations.jsonl'),
    prompt: values.prompt ?? 'prompts/support-reply',
    perSecond: number('per-second', 100),
    count: number('count', Infinity),
    // Never two conversations of the same name in one telemetry file, unless asked for.
    seed: number('seed', Math.floor(Date.now() / 1000)),
    difference: candidates[candidate],
    only,
    speed: number('speed', 1) || 1,
    metrics: values.metrics === undefined ? undefined : number('metrics', 0),
    ignoreFlag: number('ignore-flag', 0) / 100,
  };
}
