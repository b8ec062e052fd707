/** Something that lets go of what it holds; VS Code takes it for a `Disposable` of its own. */
export interface Disposable {
  dispose(): void;
}
