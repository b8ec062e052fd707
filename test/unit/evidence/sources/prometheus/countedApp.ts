import { appendFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** What one unit of the application was like. */
export interface ServedUnit {
  readonly unit: string;
  readonly version?: string;
  readonly arm?: string;
  readonly locale: string;
  readonly error: boolean;
  readonly finish: string;
  readonly cost: number;
  readonly score: number;
  readonly duration: number;
}

const bounds = [1, 2.5, 5.12, 10];

/** An application that writes a line for each unit, and counts the same units for Prometheus. */
export class CountedApp {
  private counters = new Map<string, number>();
  private server: Server | undefined;

  constructor(
    readonly port: number,
    private readonly file: string,
    private readonly prompt: string,
  ) {}

  async start(): Promise<void> {
    this.counters = new Map();
    this.server = createServer((_, response) => {
      const lines = [...this.counters].map(([series, value]) => `${series} ${value}\n`);
      response.setHeader('content-type', 'text/plain; version=0.0.4').end(lines.join(''));
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    if (!this.server) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
    this.server = undefined;
  }

  /** How many units it counted since it was started. */
  get units(): number {
    return [...this.counters].reduce(
      (sum, [name, value]) => (name.startsWith('app_units_total') ? sum + value : sum),
      0,
    );
  }

  async serve(units: readonly ServedUnit[]): Promise<void> {
    const time = new Date().toISOString();
    await appendFile(
      this.file,
      units.map((unit) => `${JSON.stringify({ time, prompt: this.prompt, ...unit })}\n`).join(''),
    );
    for (const unit of units) this.count(unit);
  }

  private count({ version = '', arm = '', locale, error, finish, cost, score, duration }: ServedUnit): void {
    const labels = `prompt_name="${this.prompt}",prompt_version="${version}",arm="${arm}",locale="${locale}"`;
    const add = (name: string, value: number, more = ''): void => {
      const series = `${name}{${labels}${more}}`;
      this.counters.set(series, (this.counters.get(series) ?? 0) + value);
    };
    add('app_units_total', 1);
    // Not there before the first error, as many libraries do it.
    if (error) add('app_errors_total', 1);
    add('app_finished_total', 1, `,finish="${finish}"`);
    for (const [name, value] of [
      ['app_cost', cost],
      ['app_score', score],
    ] as const) {
      add(`${name}_sum`, value);
      add(`${name}_count`, 1);
      add(`${name}_squares_total`, value * value);
    }
    for (const bound of bounds) add('app_duration_bucket', Number(duration <= bound), `,le="${bound}"`);
    add('app_duration_bucket', 1, ',le="+Inf"');
  }
}
