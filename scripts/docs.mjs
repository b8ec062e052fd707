// Brings docs/graders.md up to date with the graders and with what promptfoo last answered (`npm run bench -- oracle`).
import { register } from 'tsx/esm/api';

register();
const { writeGradersPage } = await import('../test/bench/oracle/gradersPage.ts');
await writeGradersPage();
