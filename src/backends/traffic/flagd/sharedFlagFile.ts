import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TrafficBackend } from '../../../rollout/trafficBackend.js';
import { writeWhole } from '../../../workspace/writeWhole.js';
import { flagdFile } from './index.js';

/**
 * The flag file of a repository that may have several working trees. They share one log, so they must share one flag
 * file: that of the tree which was first to write, as long as it is there. Else every other tree would look like drift.
 * @param file the flag file's path from the root of a working tree
 * @param root the working tree that asks
 * @param note a file in the shared git folder that remembers the tree
 */
export function sharedFlagFile({ file, root, note }: { file: string; root: string; note: string }): TrafficBackend {
  const label = `flagd file ${file}`;
  const inTree = (tree: string): TrafficBackend =>
    flagdFile({ path: join(tree, file), root: tree, label: tree === root ? label : `${label} in ${tree}` });
  const own = inTree(root);
  let other: { readonly tree: string; readonly backend: TrafficBackend } | undefined;
  const current = async (): Promise<TrafficBackend> => {
    const tree = await readFile(note, 'utf8').catch(() => root);
    if (tree === root || !existsSync(join(tree, file))) return own;
    if (other?.tree !== tree) other = { tree, backend: inTree(tree) };
    return other.backend;
  };
  return {
    label,
    capabilities: own.capabilities,
    read: async (...args) => (await current()).read(...args),
    preview: async (...args) => (await current()).preview(...args),
    apply: async (...args) => {
      const backend = await current();
      const served = await backend.apply(...args);
      if (backend === own) await remember(note, root);
      return served;
    },
  };
}

async function remember(note: string, root: string): Promise<void> {
  if ((await readFile(note, 'utf8').catch(() => '')) === root) return;
  await mkdir(dirname(note), { recursive: true });
  await writeWhole(note, root);
}
