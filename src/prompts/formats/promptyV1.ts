import type { Diagnostic } from '../diagnostic.js';
import { isObject } from '../json.js';
import type { YamlPath, YamlSource } from '../yamlSource.js';
import { entryOf } from './jsonOf.js';

/** Keys of Prompty version 1, each with what version 2 wants instead; with its new name where only that changed. */
export function oldPromptyKeys(yaml: YamlSource, root: Readonly<Record<string, unknown>>): Diagnostic[] {
  const old = (path: YamlPath, instead: string, replacement?: string): Diagnostic => ({
    severity: 'warning',
    code: 'prompty-v1',
    message: `\`${String(path.at(-1))}\` is of Prompty version 1. ${instead}`,
    range: yaml.keyRange(path),
    ...(replacement !== undefined && { replacement }),
  });
  const has = (path: readonly string[]) => path.reduce<unknown>(entryOf, root) !== undefined;
  const problems: Diagnostic[] = [];
  if (has(['model', 'api'])) problems.push(old(['model', 'api'], 'Call it `apiType`.', 'apiType'));
  if (has(['model', 'parameters'])) problems.push(old(['model', 'parameters'], 'Call it `options`.', 'options'));
  if (has(['model', 'configuration']))
    problems.push(old(['model', 'configuration'], 'Use `id`, `provider` and `connection` instead.'));
  if (has(['sample'])) problems.push(old(['sample'], 'Give the inputs a `default` or an `example` instead.'));
  for (const key of ['authors', 'tags', 'version'])
    if (has([key])) problems.push(old([key], 'Move it under `metadata`.'));
  if (typeof root['template'] === 'string' && /^\w+$/.test(root['template'])) {
    problems.push({
      ...old(['template'], 'Write `template: { format: { kind: … } }`.'),
      range: yaml.valueRange(['template']),
      replacement: `{ format: { kind: ${root['template']} } }`,
    });
  }
  const inputs = root['inputs'];
  for (const name of Object.keys(isObject(inputs) ? inputs : {})) {
    if (has(['inputs', name, 'type'])) problems.push(old(['inputs', name, 'type'], 'Call it `kind`.', 'kind'));
    if (has(['inputs', name, 'sample']))
      problems.push(old(['inputs', name, 'sample'], 'Call it `default`, or `example` if it is never sent.'));
  }
  return problems;
}
