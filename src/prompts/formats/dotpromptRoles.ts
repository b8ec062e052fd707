import type { Part, Role } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';
import type { Report } from './report.js';

const tag = /\{\{~?[ \t]*(#)?[ \t]*(?:role[ \t]+(?:"([^"\n]*)"|'([^'\n]*)')|(history))[ \t]*~?\}\}/g;
const roles: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['user', 'user'],
  ['model', 'assistant'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
]);

/**
 * Splits the body of a Dotprompt file at `{{role "…"}}` and `{{history}}`. Text before the first role is the user's,
 * text behind the history the model's.
 * @param blocks conditions and loops of the template, in order: a part that begins inside one is conditional
 */
export function splitDotpromptRoles(
  source: string,
  body: TextRange,
  blocks: readonly TextRange[],
  report: Report,
): Part[] {
  const parts: Part[] = [];
  let role: Role = 'user';
  let start = body.start;
  const add = (end: number): void => {
    const text = source.slice(start, end);
    if (text.trim() === '') return;
    const conditional = start > body.start && blocks.some((block) => block.start < start && start < block.end);
    parts.push({ role, text, range: { start, end }, ...(conditional && { conditional }) });
  };
  for (const match of source.slice(body.start, body.end).matchAll(tag)) {
    const [written, block, double, single, history] = match;
    const range = { start: body.start + match.index, end: body.start + match.index + written.length };
    const name = double ?? single ?? '';
    if (block !== undefined) {
      const message =
        'Dotprompt has no block form of `role`: nothing in it would be sent. Write `{{role "…"}}` before the text.';
      report({ severity: 'error', code: 'role-block', message, range });
    } else if (history === undefined && !roles.has(name)) {
      const message = 'The role of a message must be `system`, `user`, `model` or `tool`.';
      report({ severity: 'error', code: 'unknown-role', message, range });
    }
    add(range.start);
    role = history === undefined ? (roles.get(name) ?? 'user') : 'assistant';
    start = range.end;
  }
  add(body.end);
  return parts;
}
