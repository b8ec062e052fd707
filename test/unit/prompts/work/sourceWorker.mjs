// The worker from its sources, so that no test depends on what was built before.
import { register } from 'tsx/esm/api';

register();
await import('../../../../src/worker.ts');
