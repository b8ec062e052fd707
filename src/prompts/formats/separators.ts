import type { Diagnostic } from '../diagnostic.js';
import type { PromptDocument } from '../promptDocument.js';

/**
 * promptfoo takes a text file apart at lines `---`, which is one prompt here. Told at the first such line, where promptfoo
 * finds more than one prompt; with frontmatter a file is none of promptfoo's.
 */
export function separators({ parts: [text], source }: PromptDocument): readonly Diagnostic[] {
  if (!text || source.slice(0, text.range.start).trim() !== '') return [];
  const count = text.text.split(separator).filter((prompt) => prompt.trim() !== '').length;
  const first = separator.exec(text.text);
  if (count < 2 || !first) return [];
  const start = text.range.start + first.index + first[0].indexOf('---');
  const message = `promptfoo reads this file as ${count} prompts, split at \`---\`; here it is one text. To release them apart, put each into a file of its own.`;
  return [{ severity: 'information', code: 'promptfoo-separator', message, range: { start, end: start + 3 } }];
}

const separator = /^[ \t]*---[ \t]*$/m;
