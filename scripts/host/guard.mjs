/**
 * Runs a program as long as this process' standard input is open, and ends the whole process group when it closes.
 * The pipe closes however the parent ends, by SIGKILL too, so nothing stays behind. Started in a group of its own.
 */
import { spawn } from 'node:child_process';

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('exit', endGroup);
process.stdin.on('close', endGroup).resume();

function endGroup() {
  process.kill(-process.pid, 'SIGKILL');
}
