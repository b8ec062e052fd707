/** Texts of included files, by the path that a reference gives (from the prompt's folder, with forward slashes). */
export type Includes = Readonly<Record<string, string>>;

/** A prompt as it was read: all that understanding it needs, and nothing that has to be looked up. */
export interface PromptText {
  /** Only its ending and its last name count. */
  readonly path: string;
  readonly text: string;
  readonly includes: Includes;
}
