/** A piece of HTML in which every text was escaped; only `html` makes one. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a template: texts are escaped, pieces are taken as they are, `false` and `undefined` leave nothing. */
export type HtmlValue = string | number | Html | readonly Html[] | false | undefined;

/** Tag of a template: `` html`<p title="${title}">${children}</p>` ``. Attributes must be quoted. */
export function html(texts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(texts.map((text, index) => text + textOf(values[index])).join(''));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

function textOf(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  return typeof value === 'object' ? value.map(({ text }) => text).join('') : escapeHtml(String(value));
}
