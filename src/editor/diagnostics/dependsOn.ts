import { isInside } from '../../workspace/isInside.js';

/**
 * Whether one of these files is another than before once a path has changed, appeared or gone. Of a folder that is
 * deleted or moved the editor may tell as a whole, without its files.
 * @param files @param changed absolute paths
 */
export function dependsOn(files: readonly string[], changed: string): boolean {
  return files.some((file) => file === changed || isInside(changed, file));
}
