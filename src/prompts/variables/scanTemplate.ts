import type { TemplateEngine } from '../promptDocument.js';
import { scanGithubModels } from './githubModels.js';
import { scanJinja } from './jinja.js';
import { scanLiquid } from './liquid.js';
import { scanHandlebars, scanMustache } from './mustache.js';
import type { TemplateScan } from './templateScan.js';

const scanners: Readonly<Record<TemplateEngine, (text: string, offset: number) => TemplateScan>> = {
  'github-models': scanGithubModels,
  jinja: scanJinja,
  mustache: scanMustache,
  handlebars: scanHandlebars,
  liquid: scanLiquid,
  vscode: () => ({ uses: [], references: [], blocks: [] }),
  none: () => ({ uses: [], references: [], blocks: [] }),
};

/**
 * Finds what a template uses, without running it and in time proportional to its length. Never throws.
 * @param text the template, as it stands in the file
 * @param offset where it begins in the file; all ranges are in the file's offsets
 */
export function scanTemplate(engine: TemplateEngine, text: string, offset: number): TemplateScan {
  return scanners[engine](text, offset);
}
