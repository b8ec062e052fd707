import { stateWords } from './statusText.js';
import type { Tick } from './tickPrompts.js';

/** Equal as long as nothing happened that a person watches for: clocks and counts may go on. */
export function changeKey({ status, failure }: Tick): string {
  if (!status) return JSON.stringify(failure);
  const { rollout, state, stage, held, gates, served, approvals } = status;
  return JSON.stringify([
    rollout,
    state,
    stage?.index,
    held?.cause,
    gates.map(({ name, state: gate }) => [name, gate]),
    served.is,
    served.detail,
    approvals.length,
  ]);
}

/** How a prompt stands, in one line. */
export function changeLine({ status, failure }: Tick): string {
  if (!status) return failure?.message ?? '';
  const { held, gates, served, ended, candidate } = status;
  const waiting = gates.filter(({ state }) => state === 'waiting').map(({ name }) => name);
  const broken = gates.filter(({ state }) => state === 'broken').map(({ text }) => text);
  return [
    stateWords(status),
    ...(held ? [`${held.cause}: ${held.detail}`] : []),
    ...(candidate === null && ended ? [`${ended.rollout} ${ended.how.replace('_', ' ')}`] : []),
    ...(served.detail !== null && served.detail !== held?.detail ? [served.detail] : []),
    ...broken.filter((text) => text !== held?.detail && text !== served.detail),
    ...(waiting.length > 0 ? [`waiting for ${waiting.join(', ')}`] : []),
    ...(candidate !== null && status.state === 'running' && waiting.length + broken.length === 0
      ? ['every gate is met']
      : []),
  ].join('; ');
}
