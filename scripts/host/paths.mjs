import path from 'node:path';

/** The folder of the project, absolute. */
export const projectRoot = path.resolve(import.meta.dirname, '../..');

/** Where the scripts keep what they make and git ignores, absolute. */
export const localDir = path.join(projectRoot, '.local');
