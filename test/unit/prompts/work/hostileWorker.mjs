// Stands in for a worker whose job goes wrong in the way that the text names.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ id, takes: { text } }) => {
  if (text === 'loop') for (;;);
  const eaten = [];
  if (text === 'eat') for (;;) eaten.push(new Array(10_000).fill(Math.random()));
  if (text === 'exit') process.exit(1);
  if (text === 'throw') parentPort.postMessage({ id, error: 'a defect' });
  else parentPort.postMessage({ id, gives: { source: text } });
});
