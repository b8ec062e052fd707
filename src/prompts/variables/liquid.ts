import { scanStatements, words } from './statements.js';
import type { TemplateScan } from './templateScan.js';

const liquid = {
  keywords: words('and or not contains in true false nil null blank empty forloop tablerowloop reversed'),
  conditions: words('if unless case'),
  loops: words('for tablerow'),
  scopes: words(),
  assignments: words('assign capture increment decrement'),
  expressions: words('elsif when cycle echo'),
  includes: words('include render'),
  verbatim: words('raw comment'),
  argumentSigns: words(': ='),
  hyphens: true,
};

/** Finds the inputs of a Liquid template; what loops, `assign` and `capture` bind is none. */
export function scanLiquid(text: string, offset: number): TemplateScan {
  return scanStatements(text, offset, liquid);
}
