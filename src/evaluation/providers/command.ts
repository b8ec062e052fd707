import { withoutSecrets } from '../../prompts/formats/findSecrets.js';
import { HumanError } from '../../prompts/humanError.js';
import { parseJson } from '../../prompts/json.js';
import { shorten } from '../../prompts/shorten.js';
import type { CommandSettings } from '../../workspace/configuration/configuration.js';
import { turnToStart } from '../../workspace/turnToStart.js';
import { parseModelOutput } from '../parseModelOutput.js';
import { atMost } from './atMost.js';
import type { Asked, Provider } from './provider.js';
import { runProgram } from './runProgram.js';

/** What every program needs of its environment; no secret is among it. */
const usual =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|COMSPEC|PATHEXT|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA)$/i;

/**
 * Runs a program for each output: it reads `{prompt, version, case, sample, request}` and prints
 * `{text, toolCalls?, finishReason?, tokens?, cost?}`, both JSON. Only for workspaces that are trusted.
 * @param root where it runs
 * @param environment what it is given of, the usual variables and those that the settings name
 */
export function command(settings: CommandSettings, root: string, environment: NodeJS.ProcessEnv): Provider {
  const label = shorten(settings.command.join(' '), 60);
  const inTurn = atMost(settings.concurrency);
  const given = Object.entries(environment).filter(([name]) => usual.test(name) || settings.environment.includes(name));

  /** What it was given on purpose may be a secret, and programs that fail like to print their environment. */
  const hide = (text: string): string =>
    settings.environment.reduce((rest, name) => {
      const value = environment[name] ?? '';
      return value === '' ? rest : rest.replaceAll(value, `[${name}]`);
    }, withoutSecrets(text));

  async function complete({ prompt, version, case: of, sample, request }: Asked, signal: AbortSignal) {
    const none = `There is no output for case ${of} of ${prompt}`;
    await turnToStart();
    const start = performance.now();
    const input = JSON.stringify({ prompt, version, case: of, sample, request });
    const printed = await runProgram(
      {
        command: settings.command,
        directory: root,
        environment: Object.fromEntries(given),
        input,
        timeout: settings.timeout,
      },
      signal,
    );
    if (signal.aborted) throw new HumanError('cancelled', `${none}: cancelled.`);
    if ('failure' in printed) throw new HumanError('unreachable', `${none}: \`${label}\` ${hide(printed.failure)}.`);
    const output = parseModelOutput(parseJson(printed.output));
    if (!('problem' in output)) return { ...output, latency: performance.now() - start };
    const excerpt = JSON.stringify(shorten(hide(printed.output).trim(), 160));
    throw new HumanError(
      'unreachable',
      `${none}: what \`${label}\` printed cannot be read (${output.problem}): ${excerpt}.`,
    );
  }

  return { name: label, live: true, complete: (asked, signal) => inTurn(() => complete(asked, signal)) };
}
