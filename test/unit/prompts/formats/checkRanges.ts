import assert from 'node:assert/strict';
import type { PromptDocument } from '../../../../src/prompts/promptDocument.js';
import type { TextRange } from '../../../../src/prompts/textRange.js';

/** Fails unless every range of a document lies in its source and cuts out what it claims. */
export function checkRanges(document: PromptDocument): void {
  const { source } = document;
  const cut = ({ start, end }: TextRange) => source.slice(start, end);
  const ranges: TextRange[] = [
    ...document.parameters.map(({ range }) => range),
    ...document.tools.map(({ range }) => range),
    ...document.tests.map(({ range }) => range),
    ...document.graders.map(({ range }) => range),
    ...document.diagnostics.map(({ range }) => range),
    ...document.parts.map(({ range }) => range),
    ...document.variables.flatMap(({ declared, uses }) => [...(declared ? [declared] : []), ...uses]),
    ...(document.model ? [document.model.range] : []),
    ...(document.output ? [document.output.range] : []),
  ];
  for (const { start, end } of ranges) {
    assert.ok(Number.isInteger(start) && Number.isInteger(end), 'offsets are whole');
    assert.ok(0 <= start && start <= end && end <= source.length, `[${start}, ${end}) is inside ${source.length}`);
  }
  const unread = document.parts.length === 1 && document.parts[0]?.text === source;
  for (const { text, range } of document.parts) {
    if (document.format === 'chat-json' && !unread) assert.equal(JSON.parse(`"${cut(range)}"`), text);
    else if (document.format !== 'prompt-yml' || unread) assert.equal(cut(range), text);
    else assertSameText(source, range, text);
  }
  for (const { value, range } of document.references) assert.equal(cut(range), value);
  for (const { name, declared, uses } of document.variables) {
    for (const range of declared ? [declared, ...uses] : uses) {
      const inYaml = document.format === 'prompty' || range === declared; // folded, or with escapes
      if (document.format === 'chat-json') assert.equal(JSON.parse(`"${cut(range)}"`), name);
      else if (!inYaml || range.end - range.start === name.length) assert.equal(cut(range), name);
    }
  }
}

/** What stands in the range must be what YAML reads the text from: the same words with white space and escapes apart. */
function assertSameText(source: string, { start, end }: TextRange, text: string): void {
  const written = source.slice(start, end);
  if (written === text || /[\\'"]/.test(written)) return;
  assert.equal(written.replaceAll(/\s+/g, ''), text.replaceAll(/\s+/g, ''));
}
