import { outputOf } from '../recordings/recording.js';
import type { Nearest } from '../recordings/nearestRecording.js';
import type { Recordings } from '../recordings/recordings.js';
import type { Asked, Provider } from './provider.js';

/** Replays recordings. It reaches no network and starts no process: nothing that it imports could. */
export function recorded(recordings: Recordings): Provider {
  return {
    name: 'recorded',
    live: false,
    complete: async (asked) => {
      const found = await recordings.find(asked);
      if (found) return outputOf(found);
      const nearest = await recordings.nearest(asked);
      return nearest ? { missing: missWords(asked, nearest), nearest } : { missing: nothingRecorded(asked) };
    },
  };
}

function nothingRecorded({ prompt }: Asked): string {
  return `Nothing is recorded for ${prompt} yet. Record the outputs of its cases, or import them.`;
}

function missWords({ case: of }: Asked, { recording, differences }: Nearest): string {
  const day = recording.recorded.slice(0, 10);
  const whose = recording.case === of ? 'what was recorded for it' : `what was recorded for case ${recording.case}`;
  const what = differences.length === 0 ? 'only a secret differs' : differences.join('; ');
  return `This request of case ${of} was not recorded. Nearest is ${whose} on ${day}: ${what}.`;
}
