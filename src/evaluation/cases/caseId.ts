import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../../prompts/json.js';

/** The id of a case that has none of its own: made of its inputs, so that it is the same from version to version. */
export function madeId(vars: JsonObject): string {
  return `case-${createHash('sha256').update(canonicalJson(vars)).digest('hex').slice(0, 12)}`;
}

/** Gives each id out once: the second case of the same id gets `-2` behind it, in the order in which they come. */
export class UniqueIds {
  /** How often an id was asked for. */
  private readonly asked = new Map<string, number>();

  give(id: string): string {
    let count = (this.asked.get(id) ?? 0) + 1;
    let given = count === 1 ? id : `${id}-${count}`;
    while (count > 1 && this.asked.has(given)) given = `${id}-${(count += 1)}`;
    this.asked.set(id, count);
    if (given !== id) this.asked.set(given, 1);
    return given;
  }
}
