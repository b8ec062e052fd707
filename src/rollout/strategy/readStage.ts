import type { Findings } from '../../prompts/findings.js';
import { isObject } from '../../prompts/json.js';
import { readUnit, textOf, wordOf } from './readUnit.js';
import type { Segment, Stage } from './strategy.js';
import { readDuration, readShare } from './units.js';

/**
 * Reads one stage of a strategy; what is wrong goes to the findings.
 * @param raw what the file says, whose types the schema check has already judged
 * @returns undefined where it cannot be read; where only an optional key cannot, the stage with its default
 */
export function readStage(index: number, raw: unknown, findings: Findings): Stage | undefined {
  if (!isObject(raw)) return undefined;
  const name = textOf(raw['name']);
  const share = readUnit(raw['traffic'], ['stages', index, 'traffic'], findings, readShare);
  const bake = readUnit(raw['bake'], ['stages', index, 'bake'], findings, readDuration) ?? 0;
  if (name === undefined || share === undefined) return undefined;
  const only = segmentOf(raw['only']);
  return {
    name,
    share,
    ...(only && { only }),
    bake,
    samples: countOf(raw['samples']),
    needs: wordOf(raw['needs'], ['clear', 'proof', 'goal']),
    approvals: countOf(raw['approvals']),
  };
}

function segmentOf(raw: unknown): Segment | undefined {
  if (!isObject(raw) || Object.keys(raw).length === 0) return undefined;
  return Object.fromEntries(
    Object.entries(raw).map(([attribute, value]) => {
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      return [attribute, values.filter(isSegmentValue)];
    }),
  );
}

function isSegmentValue(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function countOf(raw: unknown): number {
  return typeof raw === 'number' ? raw : 0;
}
