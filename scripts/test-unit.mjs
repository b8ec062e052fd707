/** Runs the unit tests: `npm run test:unit [-- --grep <text>]`. Exits with 0 when all pass. */
import { testOptions } from './host/options.mjs';
import { findPrometheus } from './host/prometheus.mjs';
import { runMocha } from './mocha.mjs';

const prometheus = await findPrometheus();
if (prometheus !== undefined) process.env.PROMETHEUS_PATH = prometheus;
await runMocha({ suite: 'unit', where: 'On Node', timeout: 20_000, grep: testOptions().grep });
