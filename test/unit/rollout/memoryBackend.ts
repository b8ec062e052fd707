import { HumanError } from '../../../src/prompts/humanError.js';
import type { Release, Served, TrafficBackend, WritePreview } from '../../../src/rollout/trafficBackend.js';

/** What the backend does with the next write instead of carrying it out. */
export type Mischief = 'refuse' | 'time out' | 'write, then time out' | 'lie';

/** A traffic backend in memory, that can be told to misbehave. */
export class MemoryBackend implements TrafficBackend {
  readonly label = 'memory';
  readonly capabilities = { percentages: true, segments: true, content: true, compareAndSet: true, audit: false };
  readonly flags = new Map<string, Release>();
  writes = 0;
  reachable = true;
  mischief: Mischief | undefined;
  private revisions = new Map<string, number>();

  // eslint-disable-next-line @typescript-eslint/require-await
  async read(flag: string): Promise<Served> {
    if (!this.reachable) throw new HumanError('unreachable', 'the backend does not answer');
    const release = this.flags.get(flag);
    const revision = String(this.revisions.get(flag) ?? 0);
    return release ? { revision, ...release } : { revision, contents: new Map() };
  }

  async apply(flag: string, release: Release, expected: string): Promise<Served> {
    const { mischief } = this;
    this.mischief = undefined;
    if (mischief === 'refuse') throw new HumanError('conflict', 'somebody else wrote first');
    if (mischief === 'time out') throw new HumanError('unreachable', 'timed out');
    if ((await this.read(flag)).revision !== expected) throw new HumanError('conflict', `${flag} has moved`);
    if (mischief !== 'lie') this.set(flag, release);
    if (mischief === 'write, then time out') throw new HumanError('unreachable', 'timed out');
    return this.read(flag);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async preview(flag: string, release: Release): Promise<WritePreview> {
    return { summary: `The flag ${flag}.`, diff: JSON.stringify(release.split) };
  }

  /** A write by anybody. */
  set(flag: string, release: Release): void {
    this.writes += 1;
    this.flags.set(flag, release);
    this.revisions.set(flag, (this.revisions.get(flag) ?? 0) + 1);
  }
}
