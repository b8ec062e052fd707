import { posix } from 'node:path';
import type { Diagnostic } from './diagnostic.js';
import { formatOf, parsePrompt } from './formats/index.js';
import { splitFrontmatter } from './frontmatter.js';
import { mayInclude } from './mayInclude.js';
import type { Reference } from './promptDocument.js';
import type { Includes } from './promptText.js';
import { staysInside } from './relativePath.js';
import type { TextRange } from './textRange.js';

/** How much a prompt may include, so that following its references ends soon whatever they are. */
export interface IncludeLimits {
  readonly files: number;
  readonly characters: number;
  /** How many files may include one another in a row. */
  readonly depth: number;
}

const usualLimits: IncludeLimits = { files: 100, characters: 2_000_000, depth: 20 };

/** The files that a prompt includes, and what is wrong with its references. */
export interface ResolvedIncludes {
  readonly includes: Includes;
  /** Each at the reference in the prompt's own file by which it came in. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface IncludeOptions {
  readonly limits?: IncludeLimits;
  /** Finds the references in a text of the prompt's kind; for whoever remembers those of texts that come again. */
  readonly referencesIn?: (text: string) => readonly Reference[];
}

/** Whether a prompt's file, by its name, can include other files at all. */
export function canInclude(path: string): boolean {
  return mayInclude(formatOf(path).id);
}

/** The references in the text of a prompt. */
export function referencesIn(path: string, text: string): readonly Reference[] {
  return canInclude(path) ? parsePrompt(path, text).references : [];
}

/** A reference's path without detours, by which includes are kept; undefined where it leads out of the prompt's folder. */
export function includePath(path: string): string | undefined {
  if (!staysInside(path)) return undefined;
  const clean = posix.normalize(path);
  // Nothing in git's own folder is anybody's to include.
  return clean === '.' || clean.split('/').some((name) => name.toLowerCase() === '.git') ? undefined : clean;
}

/**
 * Follows the references of a prompt, and of what it includes. Every path is taken from the prompt's folder, also in a
 * file that is included from a subfolder: so Jinja, Liquid, Dotprompt and Prompty look for them.
 * @param path the prompt's file
 * @param read the text of a file, by its path from the prompt's folder; undefined where there is none
 */
export async function resolveIncludes(
  path: string,
  text: string,
  read: (path: string) => Promise<string | undefined>,
  options: IncludeOptions = {},
): Promise<ResolvedIncludes> {
  const { limits = usualLimits, referencesIn: find = (source: string) => referencesIn(path, source) } = options;
  const missing = formatOf(path).id === 'plain' ? 'warning' : 'error'; // a plain template's application may look elsewhere
  // An included file is read in the prompt's own template language, which its frontmatter may name.
  const header = text.slice(0, splitFrontmatter(text).body.start);
  const includes = new Map<string, string>();
  const tried = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  let characters = 0;
  let full = false;

  async function follow(references: readonly Reference[], chain: readonly string[], at?: TextRange): Promise<void> {
    for (const reference of references) {
      if (full) return;
      const range = at ?? reference.range;
      const report = (severity: Diagnostic['severity'], code: string, message: string): void => {
        const through = chain.slice(1).map((name) => `\`${name}\``);
        const way = through.length > 0 ? ` (included through ${through.join(', ')})` : '';
        diagnostics.push({ severity, code, message: message.replace('{way}', way), range });
      };
      const file = includePath(reference.path);
      if (file === undefined) {
        report(
          'error',
          'include-outside',
          `\`${reference.value}\`{way} leads out of the folder of the prompt. Only files in it, or below it, can be included.`,
        );
      } else if (chain.includes(file)) {
        const round = [...chain.slice(chain.indexOf(file)), file].map((name) => `\`${name}\``).join(' → ');
        report(
          'error',
          'include-cycle',
          `Files that include one another never end: ${round}. Take one of these references out.`,
        );
      } else if (!tried.has(file)) {
        await take(file, range, chain, report);
      }
    }
  }

  async function take(
    file: string,
    range: TextRange,
    chain: readonly string[],
    report: (severity: Diagnostic['severity'], code: string, message: string) => void,
  ): Promise<void> {
    if (chain.length > limits.depth) {
      report(
        'error',
        'include-depth',
        `More than ${limits.depth} files include one another in a row{way}. Include them more directly.`,
      );
      return;
    }
    tried.add(file);
    const found = tried.size > limits.files ? '' : await read(file);
    if (found === undefined) {
      report(missing, 'missing-include', `There is no file \`${file}\`{way} in the folder of the prompt.`);
      return;
    }
    characters += found.length;
    full = tried.size > limits.files || characters > limits.characters;
    if (full) {
      const most = `${limits.files} files and ${limits.characters.toLocaleString('en')} characters`;
      report('error', 'too-many-includes', `This prompt includes more than ${most} in all. Include less.`);
      return;
    }
    includes.set(file, found);
    const references = find(header + found).filter((reference) => reference.range.start >= header.length);
    await follow(references, [...chain, file], range);
  }

  const own = find(text);
  if (own.length > 0) await follow(own, [posix.basename(path)]);
  return { includes: Object.fromEntries(includes), diagnostics };
}
