/** Work that runs a little after it was last asked for, never twice at the same time. */
export interface Debounced {
  (): void;
  dispose(): void;
}

/**
 * @param wait milliseconds of quiet before it runs
 * @param work what was asked for while it runs makes it run once more
 */
export function debounced(wait: number, work: () => Promise<void>): Debounced {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    await work().finally(() => (running = false));
    if (again) ask();
  };
  const ask = (): void => {
    clearTimeout(timer);
    again = running;
    if (!running) timer = setTimeout(() => void run(), wait);
  };
  return Object.assign(ask, {
    dispose: () => {
      clearTimeout(timer);
      again = false;
    },
  });
}
