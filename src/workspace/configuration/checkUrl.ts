import type { Findings } from '../../prompts/findings.js';
import type { YamlPath } from '../../prompts/yamlSource.js';
import { isLoopback } from '../loopback.js';

/** Says where an address is none, or leads over the network unencrypted. What is none at first sight the schema check has told. */
export function checkUrl(text: string, path: YamlPath, example: string, findings: Findings): void {
  const at = { value: path };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url && /^https?:/.test(text))
    findings.error('wrong-value', at, `This is no address. It is one such as ${example}.`);
  if (url?.protocol !== 'http:' || isLoopback(url)) return;
  const message =
    'All requests, and the token, go to this server unencrypted. Use https where anybody can listen in between.';
  findings.warning('unencrypted', at, message);
}
