/** What the page objects ask of an element inside the page; the project's own code knows no DOM. */
export interface PageElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly top: number; readonly left: number };
  computedStyleMap(): { get(property: string): unknown };
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
