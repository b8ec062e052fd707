import type { FormatId } from './promptDocument.js';

/** Whether prompts of a format can include other files at all. */
export function mayInclude(format: FormatId): boolean {
  return format !== 'prompt-yml' && format !== 'chat-json';
}
