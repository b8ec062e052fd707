/** Where sources keep what they counted, so that a restart goes on from there. It holds one text per key, old or new, never a mixture. */
export interface CheckpointStore {
  /** Undefined where there is none, or where it cannot be read: then everything is counted anew. */
  load(key: string): Promise<string | undefined>;
  /** Never throws: where nothing can be kept, a restart counts anew. */
  save(key: string, text: string): Promise<void>;
}
