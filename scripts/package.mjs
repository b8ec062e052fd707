// `npm run package`: builds, and makes `.local/prompt-rollout.vsix`, which installs in any VS Code.
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { ensureInstalled, runNpm } from './ensure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const packagePath = `${root}.local/prompt-rollout.vsix`;

ensureInstalled();
runNpm(['run', '--silent', 'build']);
mkdirSync(`${root}.local`, { recursive: true });
// Everything is bundled, so nothing of node_modules belongs in it.
await createVSIX({ cwd: root, packagePath, dependencies: false });
console.log(`${packagePath} (${Math.round(statSync(packagePath).size / 1024)} KB)`);
