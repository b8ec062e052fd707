import { roleLines } from '../formats/promptyRoles.js';
import type { JsonObject } from '../json.js';
import type { Role } from '../promptDocument.js';
import type { Includes } from '../promptText.js';
import type { Engine } from './engines/engine.js';
import type { RenderedMessage } from './rendering.js';
import { mark, sentinelFor, splitMarked } from './sentinel.js';

/**
 * Fills in the body of a Prompty file. A role line of the file, or of an included one, begins a message; one that an
 * input brings along stays text, because role lines are replaced by marks before the inputs are there.
 * @throws TemplateError
 */
export function renderPrompty(body: string, engine: Engine, inputs: JsonObject, includes: Includes): RenderedMessage[] {
  const sentinel = sentinelFor([body, JSON.stringify(inputs), ...Object.values(includes)]);
  const roles: Role[] = [];
  const marked = (text: string): string => {
    let result = '';
    let end = 0;
    for (const line of roleLines(text)) {
      result += text.slice(end, line.start) + mark(sentinel, roles.push(line.role) - 1);
      end = line.end;
    }
    return result + text.slice(end);
  };
  const markedIncludes = Object.fromEntries(Object.entries(includes).map(([path, text]) => [path, marked(text)]));
  return splitMarked(sentinel, engine(marked(body), inputs, markedIncludes)).flatMap(({ index, text }) => {
    if (index === undefined && text.trim() === '') return [];
    const role = index === undefined ? 'system' : (roles[index] ?? 'system');
    return [{ role, content: [{ text: text.replace(/^[\r\n]+|[\r\n]+$/g, '') }] }];
  });
}
