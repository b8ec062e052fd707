import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../examples/support-chatbot/simulator/main.mjs', import.meta.url));

/**
 * Starts the example's application in its folder; it ends with this process. Where one already runs there, that one serves on.
 * @param {string} folder the example's repository
 * @param {string[]} options of the simulator, such as `--candidate bad`
 * @returns {{ stop: () => void }}
 */
export function startSimulator(folder, options = []) {
  const child = spawn(process.execPath, [program, ...options], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = () => void child.kill('SIGTERM');
  process.once('exit', stop);
  return { stop };
}
