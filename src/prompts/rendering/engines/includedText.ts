import type { Includes } from '../../promptText.js';

/**
 * The included texts of one kind, by the name that a template calls them.
 * @param nameOf the name of a path; undefined for a file of another kind
 */
export function includedAs(includes: Includes, nameOf: (path: string) => string | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(includes).flatMap(([path, text]) => {
      const name = nameOf(path);
      return name === undefined ? [] : [[name, text]];
    }),
  );
}

/** A path without its last ending. */
export function withoutEnding(path: string): string {
  return path.replace(/\.[^./]*$/, '');
}

/** `emails/_signature.prompt` → `emails/signature`: what Dotprompt calls a partial; undefined for other files. */
export function dotpromptPartial(path: string): string | undefined {
  const [, folder = '', name] = /^(.*\/)?_([^/]+)\.prompt$/.exec(path) ?? [];
  return name === undefined ? undefined : `${folder}${name}`;
}
