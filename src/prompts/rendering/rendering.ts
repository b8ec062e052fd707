import type { Diagnostic } from '../diagnostic.js';
import type { JsonObject } from '../json.js';
import type { Role } from '../promptDocument.js';
import type { Includes } from '../promptText.js';

/** What a rendered message holds. */
export type Content =
  { readonly text: string } | { readonly media: { readonly url: string; readonly contentType?: string } };

/** One message as the model would be sent it. */
export interface RenderedMessage {
  readonly role: Role;
  readonly content: readonly Content[];
}

export interface RenderOptions {
  readonly inputs: JsonObject;
  readonly includes: Includes;
  /** Of none but the environment variables that the prompt names (`shownVariables`); absent where the workspace is not trusted. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A prompt filled in with inputs. Where it could not be rendered, `problems` says why and there are no messages. */
export interface Rendering {
  readonly messages: readonly RenderedMessage[];
  /** Inputs that the prompt needs and that were not given, nor have a default. */
  readonly missing: readonly string[];
  /** Inputs that were given and that the prompt never uses. */
  readonly unused: readonly string[];
  /** Environment variables that the prompt names and that have neither value nor default: they are left as written. */
  readonly unset: readonly string[];
  /** What went wrong, with its place in the file where that is known. */
  readonly problems: readonly Diagnostic[];
  /** The chat request that would be sent: `model`, `messages`, parameters, `response_format`, `tools`. */
  readonly request: JsonObject;
}
