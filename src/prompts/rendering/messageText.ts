import type { RenderedMessage } from './rendering.js';

/** A message as people read it: its texts, and media as their addresses. */
export function messageText({ content }: RenderedMessage): string {
  return content.map((item) => ('text' in item ? item.text : `[${item.media.url}]`)).join('');
}
