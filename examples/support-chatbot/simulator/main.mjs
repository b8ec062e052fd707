#!/usr/bin/env node
import { once } from 'node:events';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { conversation } from './conversation.mjs';
import { conversationCounters, serveMetrics } from './metrics.mjs';
import { readOptions, usage } from './options.mjs';
import { outcome } from './outcome.mjs';
import { promptFlag } from './promptFlag.mjs';
import { becomeSoleWriter } from './soleWriter.mjs';

const tick = 100;

/** @param {ReturnType<typeof readOptions>} options @param {AbortSignal} signal */
async function run(options, signal) {
  const flag = promptFlag(options.flags, options.prompt.split('/').at(-1) ?? options.prompt);
  await flag.connect();
  const converse = converseWith(options, flag);
  const counters = conversationCounters();
  const endMetrics = options.metrics === undefined ? undefined : await serveMetrics(options.metrics, counters.text);
  let done = 0;
  let due = 0;
  for (let last = performance.now(); done < options.count && !signal.aborted;) {
    const now = performance.now();
    // A computer that slept does not make up for what it missed.
    due += (Math.min(now - last, 1000) / 1000) * options.perSecond;
    last = now;
    const lines = [];
    for (; done < Math.min(Math.floor(due), options.count); done++) lines.push(await converse(done));
    if (lines.length > 0)
      await appendFile(options.telemetry, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (const line of lines) counters.count(line);
    await sleep(tick, undefined, { signal }).catch(() => undefined);
  }
  if (endMetrics && !signal.aborted) await once(signal, 'abort');
  endMetrics?.();
  await flag.close();
  return done;
}

/**
 * One conversation: get the prompt for it, answer (made up here), and write down how it went.
 * @param {ReturnType<typeof readOptions>} options
 * @param {ReturnType<typeof promptFlag>} flag
 */
function converseWith({ seed, prompt, difference, only, speed, ignoreFlag }, flag) {
  let released;
  let candidate;
  return async (n) => {
    const { id, random, ...who } = conversation(seed, n);
    const unit = random() < ignoreFlag ? {} : { targetingKey: id, conversation_id: id };
    const { version, arm } = await flag.promptFor({ ...who, ...unit });
    // Nobody would know this of a real prompt; here it decides how well the conversation goes.
    if (arm === 'baseline') released = version;
    else if (arm && version !== released) candidate = version;
    const isDifferent = version !== undefined && version === candidate && (!only || who[only[0]] === only[1]);
    const result = outcome(random, isDifferent ? difference : {});
    if (isDifferent) result.duration_s = Number((result.duration_s / speed).toFixed(2));
    return { time: new Date().toISOString(), prompt, version, arm, unit: id, ...result, ...who };
  };
}

const options = readOptionsOrExit();
await mkdir(dirname(options.telemetry), { recursive: true });
const writer = await becomeSoleWriter(options.telemetry);
if ('other' in writer) {
  console.log(`Process ${writer.other} already writes ${options.telemetry}.`);
} else {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort());
  console.log(`Serving ${options.prompt} from ${options.flags}, seed ${options.seed}; process ${process.pid}.`);
  try {
    console.log(`${await run(options, stop.signal)} conversations.`);
  } finally {
    await writer.release();
  }
}

function readOptionsOrExit() {
  try {
    const read = readOptions(process.argv.slice(2));
    if (!read.help) return read;
    console.log(usage);
    return process.exit(0);
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    return process.exit(2);
  }
}
