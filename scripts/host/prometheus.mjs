import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { findProgram } from './needs.mjs';
import { localDir } from './paths.mjs';
import { run } from './run.mjs';

const folder = path.join(localDir, 'prometheus');
const program = path.join(folder, 'usr/bin/prometheus');

/**
 * The Prometheus to test against: `PROMETHEUS_PATH`, else one on the PATH, else Debian's, unpacked into `.local`. Nothing is
 * installed on the system: its package would start a service.
 * @returns {Promise<string | undefined>} an absolute path; undefined, with the reason printed, where there is none
 */
export async function findPrometheus() {
  const known = process.env.PROMETHEUS_PATH ?? findProgram('prometheus') ?? (existsSync(program) ? program : undefined);
  if (known !== undefined) return known;
  try {
    if (process.platform !== 'linux' || !findProgram('apt-get')) throw new Error('there is no apt-get to get it with');
    await unpack();
    return program;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : error;
    console.log(`No Prometheus: ${reason}. The tests that need one are skipped; PROMETHEUS_PATH can name one.`);
    return undefined;
  }
}

async function unpack() {
  const part = `${folder}.part-${process.pid}`;
  await mkdir(part, { recursive: true });
  try {
    console.log('Getting Prometheus from Debian (once, 20 MB) …');
    const quick = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];
    const download = () => run('apt-get', [...quick, 'download', 'prometheus'], { cwd: part });
    // A fresh system knows no packages yet, and only root may ask for their list.
    await download().catch(() => run('apt-get', [...quick, 'update']).then(download));
    const [file] = (await readdir(part)).filter((name) => name.endsWith('.deb'));
    if (!file) throw new Error('apt-get left no package');
    await run('dpkg-deb', ['-x', file, '.'], { cwd: part });
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}
