import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';

const beat = 5_000;

/**
 * Makes this process the only one that writes a telemetry file, noted in a file beside it and renewed every few seconds,
 * so that a note from before a crash or a restart of the computer is seen to be old.
 * @param {string} telemetry
 * @returns {Promise<{ other: number } | { release: () => Promise<void> }>} the process that already writes it, or how to stop being the one
 */
export async function becomeSoleWriter(telemetry) {
  const note = `${telemetry}.pid`;
  const other = Number(await readFile(note, 'utf8').catch(() => ''));
  const renewed = await stat(note).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (other && isRunning(other) && Date.now() - renewed < 4 * beat) return { other };
  await rm(note, { force: true });
  await writeFile(note, String(process.pid), { flag: 'wx' });
  const renewing = setInterval(() => utimes(note, new Date(), new Date()).catch(() => undefined), beat);
  return {
    release: () => {
      clearInterval(renewing);
      return rm(note, { force: true });
    },
  };
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
