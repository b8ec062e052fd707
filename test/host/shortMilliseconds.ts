import { spawn } from 'node:child_process';

/** What the thread may be held for: 50 ms, or on a slow machine three times what starting one process holds it for. */
export function shortMilliseconds(): number {
  return Math.max(50, 3 * startMilliseconds());
}

/** How long the thread is held by starting one process: the median of five, in milliseconds. */
function startMilliseconds(): number {
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    spawn('git', ['--version']);
    return performance.now() - began;
  });
  return times.sort((a, b) => a - b)[2] ?? 0;
}
