import type { TemplateEngine } from '../promptDocument.js';

const engines: ReadonlyMap<unknown, TemplateEngine> = new Map([
  ['jinja2', 'jinja'],
  ['jinja', 'jinja'],
  ['nunjucks', 'jinja'],
  ['mustache', 'mustache'],
  ['handlebars', 'handlebars'],
  ['liquid', 'liquid'],
  ['none', 'none'],
]);

/** The engine that a file names; undefined where it names none that is known. */
export function engineNamed(name: unknown): TemplateEngine | undefined {
  return engines.get(name);
}
