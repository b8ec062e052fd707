// `npm start`: installs, builds, lays out the example as a repository of its own, sends it traffic, and opens it in VS Code.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled, runNpm } from './ensure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const workspace = `${root}.local/support-chatbot`;
const extensions = [root, `${root}scripts/example/firstScreen`];
const usage = `npm start -- [options]
  --web        VS Code served to the browser, also where \`code\` is on the PATH
  --desktop    the installed VS Code
  --port N     for --web: the port to serve on (a free one)
  everything after a further -- goes to the traffic simulator, such as: -- --candidate tool-errors`;

const { values, positionals } = readOptions();
ensureInstalled();
runNpm(['run', '--silent', 'build']);

// Only now, as they need what has just been installed.
const { layOutExample } = await import('./example/layOut.mjs');
const { startSimulator } = await import('./example/simulator.mjs');
const { hasDesktop, openDesktop, openInBrowserHost } = await import('./host/open.mjs');

const { made } = await layOutExample(workspace);
console.log(`${made ? 'Laid out the example in' : 'The example is as you left it in'} ${workspace}`);
const simulator = startSimulator(workspace, positionals);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));

if (values.desktop || (!values.web && hasDesktop())) {
  const { closed } = await openDesktop({ workspace, extensions });
  console.log('Opened in VS Code. Close its window, or press Ctrl+C here, to end the simulated traffic.');
  await closed;
  simulator.stop();
} else {
  const { url } = await openInBrowserHost({
    workspace,
    extensions,
    port: values.port ? Number(values.port) : undefined,
  });
  console.log(`\n  Open ${url}\n\nPress Ctrl+C here to end VS Code and the simulated traffic.`);
}

function readOptions() {
  try {
    const flag = /** @type {const} */ ({ type: 'boolean' });
    return parseArgs({ options: { web: flag, desktop: flag, port: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
