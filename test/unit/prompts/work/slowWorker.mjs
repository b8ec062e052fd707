// A worker that takes its time to start, as on a busy machine.
await new Promise((resolve) => setTimeout(resolve, 1500));
await import('./hostileWorker.mjs');
