import { getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Diagnostic } from '../diagnostic.js';
import { isNestedDeeper } from '../jsonDepth.js';
import type { Part, PromptDocument, Reference } from '../promptDocument.js';
import type { TextRange } from '../textRange.js';
import { scanTemplate } from '../variables/scanTemplate.js';
import type { TemplateScan } from '../variables/templateScan.js';
import { collectVariables } from './collectVariables.js';
import { findSecrets } from './findSecrets.js';
import { jsonPlaces } from './jsonPlaces.js';
import type { PromptFormat } from './promptFormat.js';
import type { Report } from './report.js';
import { isRole, roleNames } from './roles.js';
import { unreadDocument } from './unreadDocument.js';

/** A chat as promptfoo takes it: a JSON list of messages, filled in as Jinja (nunjucks). */
export const chatJson: PromptFormat = { id: 'chat-json', suffixes: ['.json'], parse };

/** Deeper than this, nothing is a chat; the parser calls itself for each level. */
const maxDepth = 200;

function parse(source: string): PromptDocument {
  const diagnostics: Diagnostic[] = findSecrets(source);
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const errors: ParseError[] = [];
  const start = source.startsWith('\uFEFF') ? 1 : 0;
  const root = isNestedDeeper(source, maxDepth)
    ? undefined
    : parseTree(source.slice(start), errors, { allowEmptyContent: true });
  const [error] = errors;
  if (error) {
    const range = {
      start: start + error.offset,
      end: Math.min(source.length, start + error.offset + Math.max(1, error.length)),
    };
    report({ severity: 'error', code: 'json-syntax', message: 'This is not JSON from here on.', range });
  }
  if (root?.type !== 'array' || error) {
    if (!error) {
      const message = 'A chat is a list of messages, such as `[{"role": "user", "content": "…"}]`.';
      report({ severity: 'error', code: 'no-messages', message, range: { start: 0, end: Math.min(1, source.length) } });
    }
    return unreadDocument('chat-json', source, diagnostics);
  }
  const parts = (root.children ?? []).flatMap((message) => readMessage(message, start, report));
  const scans = parts.map(({ text, range }) =>
    placed(scanTemplate('jinja', text, 0), source.slice(range.start, range.end), range.start),
  );
  return {
    ...unreadDocument('chat-json', source, diagnostics),
    template: 'jinja',
    parts,
    variables: collectVariables(
      undefined,
      scans.flatMap(({ uses }) => uses),
      report,
    ),
    references: scans.flatMap(({ references }) => references),
  };
}

function readMessage(message: Node, offset: number, report: Report): Part[] {
  const role = entryOf(message, 'role');
  const content = entryOf(message, 'content');
  const texts = textsOf(content);
  if (texts.length === 0) {
    const text = 'A message needs its `content`, as text.';
    report({ severity: 'error', code: 'no-content', message: text, range: rangeOf(message, offset) });
  }
  const name: unknown = role && getNodeValue(role);
  if (!isRole(name)) {
    const range = rangeOf(role ?? message, offset);
    report({ severity: 'error', code: 'unknown-role', message: `The role must be one of ${roleNames}.`, range });
  }
  return texts.map((node) => {
    const { start, end } = rangeOf(node, offset);
    const text: unknown = getNodeValue(node);
    return { role: isRole(name) ? name : 'user', text: String(text), range: { start: start + 1, end: end - 1 } };
  });
}

/** A text, or the texts of a list of `{"type": "text", "text": …}`. */
function textsOf(content: Node | undefined): Node[] {
  if (content?.type === 'string') return [content];
  if (content?.type !== 'array') return [];
  return (content.children ?? []).flatMap((item) => {
    const text = entryOf(item, 'text');
    return text?.type === 'string' ? [text] : [];
  });
}

function entryOf(node: Node, key: string): Node | undefined {
  if (node.type !== 'object') return undefined;
  return node.children?.find(({ children }) => children?.[0]?.value === key)?.children?.[1];
}

function rangeOf({ offset, length }: Node, start: number): TextRange {
  return { start: start + offset, end: start + offset + length };
}

/** What was found in a text, where it stands in the file: with escapes its template is another than that of the source. */
function placed({ uses, references, blocks }: TemplateScan, written: string, start: number): TemplateScan {
  const place = jsonPlaces(written);
  const inFile = (range: TextRange): TextRange => ({
    start: start + place(range.start),
    end: start + place(range.end),
  });
  const isAsWritten = ({ value, range }: Reference): boolean =>
    written.slice(place(range.start), place(range.end)) === value;
  return {
    uses: uses.map((use) => ({ ...use, range: inFile(use.range) })),
    references: references.filter(isAsWritten).map((reference) => ({ ...reference, range: inFile(reference.range) })),
    blocks: blocks.map(inFile),
  };
}
