import { html, type Html } from '../../prompts/html.js';
import type { Content, RenderedMessage } from '../../prompts/rendering/rendering.js';
import type { RenderedPrompt } from '../../prompts/work/jobs.js';
import { most } from './fillIn.js';
import {
  counted,
  headingHtml,
  inputsHtml,
  lengthOf,
  moreCharacters,
  requestHtml,
  sizeWords,
  textHtml,
  toldHtml,
  tokenWords,
  type ShownInputs,
  type Side,
} from './pieces.js';

export interface PreviewModel extends ShownInputs {
  /** What people call the prompt. */
  readonly name: string;
  readonly side: Side;
  /** What is shown of it: while it cannot be filled in, the last rendering that could. */
  readonly shown: RenderedPrompt;
}

/** A prompt, filled in: its inputs, what is wrong with them, its messages, and the request. */
export function previewHtml({ name, side, shown, ...inputs }: PreviewModel): Html {
  const isStale = shown !== side.rendered;
  return html`${headingHtml(inputs.prompt, name, side.label)} ${inputsHtml(inputs)} ${toldHtml(side, 0)}
    <div class="bar">
      <h2 class="grow">Messages</h2>
      <span class="quiet">${isStale ? 'as they were before the error' : sizeWords(shown)}</span>
    </div>
    <div id="shown" class="${isStale && 'stale'}">
      ${messagesHtml(shown)} ${requestHtml({ ...side, rendered: shown }, 0)}
    </div>`;
}

function messagesHtml({ messages, tokens, exactTokens }: RenderedPrompt): Html {
  const more = messages.length - most.messages;
  return html`${messages
    .slice(0, most.messages)
    .map((message, index) => messageHtml(message, tokenWords(tokens[index] ?? 0, exactTokens)))}
  ${messages.length === 0 && html`<p class="quiet">No messages.</p>`}
  ${more > 0 && html`<p class="quiet">${counted(more, 'more message')}.</p>`}`;
}

function messageHtml(message: RenderedMessage, size: string): Html {
  const length = lengthOf(message);
  return html`<section class="card">
    <header>
      <h3 class="grow">${message.role}</h3>
      <span class="quiet">${size}</span>
    </header>
    ${length > 0 ? message.content.map(contentHtml) : html`<p class="body quiet">empty</p>`} ${moreCharacters(length)}
  </section>`;
}

/** Media are named, never loaded. */
function contentHtml(item: Content): Html {
  if ('text' in item) return textHtml(item.text.slice(0, most.characters));
  const { url, contentType = 'media' } = item.media;
  return html`<p class="body"><span class="quiet">${contentType}</span> <code>${url.slice(0, 300)}</code></p>`;
}

/** A prompt that cannot be read, and why. */
export function unreadableHtml(name: string, message: string): Html {
  return html`<h1>${name}</h1>
    <p role="status"><span class="error">Error</span> ${message}</p>`;
}
