import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject } from '../../../../../src/prompts/json.js';

/** The program to test against, as `scripts/test-unit.mjs` found it. */
export const prometheusProgram = process.env['PROMETHEUS_PATH'];

/** A Prometheus of our own, with its data in a folder of ours. */
export interface RealPrometheus {
  readonly url: string;
  /** The one number that an expression gives now; NaN where it gives none. */
  number(expression: string): Promise<number>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Starts a Prometheus that scrapes these addresses four times a second. */
export async function startPrometheus(
  program: string,
  folder: string,
  targets: readonly string[],
): Promise<RealPrometheus> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(folder, 'prometheus.yml');
  await writeFile(
    file,
    JSON.stringify({
      global: { scrape_interval: '250ms', scrape_timeout: '250ms' },
      scrape_configs: [{ job_name: 'chatbot', static_configs: [{ targets }] }],
    }),
  );
  let child: ChildProcess | undefined;
  process.once('exit', () => child?.kill('SIGKILL'));
  const server: RealPrometheus = {
    url,
    number: async (expression) => {
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const body: unknown = await response.json();
      const data = isObject(body) && isObject(body['data']) ? body['data']['result'] : undefined;
      const first: unknown = Array.isArray(data) ? data[0] : undefined;
      const value = isObject(first) ? first['value'] : undefined;
      return Array.isArray(value) ? Number(value[1]) : NaN;
    },
    stop: async () => {
      if (!child) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      child = undefined;
    },
    start: async () => {
      const options = [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ];
      child = spawn(program, options, { stdio: ['ignore', 'ignore', 'inherit'] });
      await until(async () => (await fetch(`${url}/-/ready`)).ok);
    },
  };
  await server.start();
  return server;
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Waits until something holds; what it throws is that it does not hold yet. */
export async function until(holds: () => Promise<boolean>, within = 20_000): Promise<void> {
  const end = Date.now() + within;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`it did not hold within ${within} ms: ${String(holds)}`);
    await sleep(50);
  }
}
