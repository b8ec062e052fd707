import { scanStatements, words } from './statements.js';
import type { TemplateScan } from './templateScan.js';

const jinja = {
  keywords: words(
    'and or not in is if else elif true false none True False None loop recursive self super caller varargs kwargs',
  ),
  conditions: words('if'),
  loops: words('for'),
  scopes: words('macro with call'),
  assignments: words('set'),
  expressions: words('elif do print'),
  includes: words('include import from extends'),
  verbatim: words('raw'),
  argumentSigns: words('='),
  hyphens: false,
};

/** Finds the inputs of a Jinja (nunjucks) template; what loops, `set`, `with` and macros bind is none. */
export function scanJinja(text: string, offset: number): TemplateScan {
  return scanStatements(text, offset, jinja);
}
