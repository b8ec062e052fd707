// Stands in for a worker whose job goes wrong in the way that the text names.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ id, takes: { text } }) => {
  if (text === 'loop') for (;;);
  const eaten = [];
  if (text === 'eat') for (;;) eaten.push(new Array(10_000).fill(Math.random()));
  if (text === 'exit') process.exit(1);
  if (text === 'tell') {
    let count = 0;
    const telling = setInterval(() => {
      parentPort.postMessage({ id, tells: (count += 1) });
      if (count < 5) return;
      clearInterval(telling);
      parentPort.postMessage({ id, gives: { source: text } });
    }, 200);
  } else if (text === 'throw') parentPort.postMessage({ id, error: 'a defect' });
  else if (text === 'refuse') parentPort.postMessage({ id, error: 'Not this one.', trouble: 'refused' });
  else parentPort.postMessage({ id, gives: { source: text } });
});
parentPort.postMessage({ ready: true });
