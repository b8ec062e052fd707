import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { layOutExample } from '../../../scripts/example/layOut.mjs';
import { startSimulator } from '../../../scripts/example/simulator.mjs';
import { projectRoot } from '../../../scripts/host/paths.mjs';
import type { StatusDocument } from '../../../src/project/status.js';

const cli = path.join(projectRoot, 'dist/cli.js');
const prompt = 'support-reply';
const lookEvery = 1000;
/** Longer than any scenario takes. */
const patience = 15 * 60_000;

/** The example with its traffic, a rollout that has been started, and a process that watches it. */
export interface ExampleRun {
  /**
   * Waits until the rollout stands as wanted.
   * @param mayBe what it must be on the way @throws Error where it is not, or it takes longer than 15 minutes
   */
  until(
    wanted: (status: StatusDocument) => boolean,
    mayBe?: (status: StatusDocument) => boolean,
  ): Promise<StatusDocument>;
  /** As a second person. */
  approve(): Promise<void>;
  stopTraffic(): void;
  startTraffic(): void;
  end(): Promise<void>;
}

/** Lays the example out in a folder of its own, starts its traffic and a rollout, and watches it as `npm start` does. */
export async function exampleRun(traffic: readonly string[]): Promise<ExampleRun> {
  const root = await mkdtemp(path.join(tmpdir(), 'example-'));
  await layOutExample(root);
  let simulator = startSimulator(root, [...traffic]);
  const run = async (...args: readonly string[]): Promise<string> =>
    // It ends with another code than 0 where a person is needed.
    promisify(execFile)(process.execPath, [cli, ...args], { cwd: root }).then(
      ({ stdout }) => stdout,
      (error: unknown) => (error instanceof Error && 'stdout' in error ? String(error.stdout) : ''),
    );
  await run('start', prompt, '--yes');
  const watching = spawn(process.execPath, [cli, 'watch', '--autopilot', 'full', '--every', '2s'], { cwd: root });
  return {
    until: async (wanted, mayBe = () => true) => {
      const end = performance.now() + patience;
      for (;;) {
        const status = JSON.parse(await run('status', prompt, '--json')) as StatusDocument;
        if (wanted(status)) return status;
        const words = `${status.state} ${status.stage?.name ?? ''} ${status.ended?.detail ?? ''}`;
        if (!mayBe(status)) throw new Error(`it is ${words}`);
        if (performance.now() > end) throw new Error(`it is still ${words}`);
        await delay(lookEvery);
      }
    },
    approve: async () => {
      await promisify(execFile)('git', ['config', 'user.email', 'sam@brightparcel.example'], { cwd: root });
      await run('approve', prompt, '--yes');
    },
    stopTraffic: () => simulator.stop(),
    startTraffic: () => (simulator = startSimulator(root, [...traffic])),
    end: async () => {
      watching.kill();
      simulator.stop();
      await delay(1000);
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
