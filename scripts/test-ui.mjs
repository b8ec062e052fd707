/**
 * Runs the UI tests in VS Code in the browser: `node scripts/test-ui.mjs [--extension <folder or .vsix>] [--grep <text>]`.
 * Exits with 0 when all tests pass. The pictures they take are in `.local/pictures`.
 */
import { installHost } from './host/install.mjs';
import { checkNeeds } from './host/needs.mjs';
import { testOptions } from './host/options.mjs';
import { runMocha } from './mocha.mjs';

const { extension, grep } = testOptions();
process.env.TEST_EXTENSION = extension;
// Now, as the tests have time limits.
await checkNeeds();
await installHost();
await runMocha({ suite: 'ui', where: 'The UI in the browser', timeout: 120_000, grep });
