import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './paths.mjs';

/**
 * What every test launcher takes: `[--extension <folder or .vsix>] [--grep <text>]`.
 * @returns {{ extension: string, grep: string | undefined }} the extension as an absolute path, default: this project
 */
export function testOptions() {
  const { values } = parseArgs({ options: { extension: { type: 'string' }, grep: { type: 'string' } } });
  return { extension: values.extension ? path.resolve(values.extension) : projectRoot, grep: values.grep };
}
