import type { Comparison } from '../comparison/comparison.js';
import { compareDocuments } from '../comparison/compareDocuments.js';
import { compareRendered, type RenderedChange } from '../comparison/compareRendered.js';
import { compareTexts, type Hunk } from '../comparison/compareTexts.js';
import { loadTokenCounter } from '../comparison/tokenizer.js';
import { parsePrompt } from '../formats/index.js';
import type { PromptDocument } from '../promptDocument.js';
import type { PromptText } from '../promptText.js';
import { renderPrompt } from '../rendering/renderPrompt.js';
import type { Rendering, RenderOptions } from '../rendering/rendering.js';
import type { JobTable } from './serveJobs.js';

/** What is done with prompts away from the thread that people wait for: each job with what it takes and gives. */
export interface Jobs {
  parse: { readonly takes: Omit<PromptText, 'includes'>; readonly gives: PromptDocument };
  render: { readonly takes: PromptText & Omit<RenderOptions, 'includes'>; readonly gives: RenderedPrompt };
  compare: { readonly takes: { readonly before: PromptText; readonly after: PromptText }; readonly gives: Comparison };
  compareRendered: {
    readonly takes: { readonly before: PromptText; readonly after: PromptText };
    readonly gives: readonly RenderedChange[];
  };
  compareTexts: {
    readonly takes: { readonly before: string; readonly after: string };
    readonly gives: readonly Hunk[];
  };
}

/** A rendering, with how many tokens each message has. */
export interface RenderedPrompt extends Rendering {
  readonly tokens: readonly number[];
  /** Whether a tokenizer counted; else they are estimates, shown with `~`. */
  readonly exactTokens: boolean;
}

export const jobs: JobTable<Jobs> = {
  parse: ({ path, text }) => Promise.resolve(parsePrompt(path, text)),
  render: async ({ path, text, ...options }) => {
    const rendering = renderPrompt(parsePrompt(path, text), options);
    const { model } = rendering.request;
    const count = await loadTokenCounter(typeof model === 'string' ? model : undefined);
    const tokens = rendering.messages.map(({ content }) =>
      content.reduce((sum, item) => sum + ('text' in item ? count(item.text) : 0), 0),
    );
    return { ...rendering, tokens, exactTokens: count.exact };
  },
  compare: async ({ before, after }) => {
    const [from, to] = [parsePrompt(before.path, before.text), parsePrompt(after.path, after.text)];
    const includes = { before: before.includes, after: after.includes };
    return compareDocuments(from, to, await loadTokenCounter(to.model?.value), includes);
  },
  compareRendered: async ({ before, after }) => {
    const [from, to] = [parsePrompt(before.path, before.text), parsePrompt(after.path, after.text)];
    const includes = { before: before.includes, after: after.includes };
    return compareRendered(from, to, includes, await loadTokenCounter(to.model?.value));
  },
  compareTexts: ({ before, after }) => Promise.resolve(compareTexts(before, after)),
};
