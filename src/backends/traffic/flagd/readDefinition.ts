import { canonicalJson, isObject, type JsonObject } from '../../../prompts/json.js';
import { isServedContent, type ServedContent } from '../../../prompts/servedContent.js';
import type { Segment } from '../../../rollout/strategy/strategy.js';
import { wholeTraffic, type Served, type Split, type SplitOrigin } from '../../../rollout/trafficBackend.js';
import { shortVersion, type VersionId } from '../../../workspace/version.js';
import { flagDefinition, metadataPrefix, variantName } from './flagDefinition.js';

type Candidate = NonNullable<Split['candidate']>;

/**
 * What a flag serves. Only a flag that is, word for word, what we would have written is understood;
 * all others are `foreign`, since guessing at a rule would be worse than saying so.
 * @param definition what stands under the flag's key, parsed
 */
export function readDefinition(definition: unknown): Omit<Served, 'revision'> {
  if (!isObject(definition)) return foreign('it is no flag definition');
  if (definition.state !== 'ENABLED') return foreign('it is disabled: applications use what they have built in');
  const variants = isObject(definition.variants) ? Object.entries(definition.variants) : [];
  const contents = new Map<VersionId, ServedContent>();
  const versionOf = new Map<string, VersionId>();
  for (const [name, value] of variants) {
    const content = contentOf(name, value);
    if (!content) return foreign(`it serves another set of variants: ${variants.map(([each]) => each).join(', ')}`);
    const { version } = content;
    if (contents.has(version) && canonicalJson(contents.get(version)) !== canonicalJson(content)) {
      return foreign(`the content of version ${shortVersion(version)} was changed by hand`);
    }
    contents.set(version, content);
    versionOf.set(name, version);
  }
  const baseline = versionOf.get(String(definition.defaultVariant));
  if (baseline === undefined || definition.defaultVariant !== variantName(baseline, 'baseline')) {
    return foreign(`its default variant is not the baseline: ${String(definition.defaultVariant)}`);
  }
  const metadata = isObject(definition.metadata) ? definition.metadata : {};
  const origin = readOrigin(metadata);
  if (!origin) return foreign('its metadata does not say from which rollout it was written');
  const candidate = readTargeting(definition.targeting, baseline, versionOf, String(metadata[`${metadataPrefix}salt`]));
  if (candidate === 'unknown') return foreign('the targeting rule is not one that Prompt Rollout wrote');
  const split: Split = { baseline, ...(candidate ? { candidate } : {}) };
  const ours = versionsOf(split).every((version) => contents.has(version))
    ? flagDefinition({ split, contents, origin }, otherMetadata(definition))
    : undefined;
  if (canonicalJson(ours) === canonicalJson(definition)) return { split, contents, origin };
  if (canonicalJson(ours?.targeting) !== canonicalJson(definition.targeting)) {
    return foreign('the targeting rule is not one that Prompt Rollout wrote');
  }
  return foreign('it was changed by hand');
}

/** What others keep in a flag's metadata; it stays there when we write. */
export function otherMetadata(definition: unknown): JsonObject {
  const metadata = isObject(definition) && isObject(definition.metadata) ? definition.metadata : {};
  const entries = Object.entries(metadata).flatMap(([key, value]) =>
    isFlat(value) && !key.startsWith(metadataPrefix) ? [[key, value] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** The versions that a split names. */
export function versionsOf({ baseline, candidate }: Split): readonly VersionId[] {
  return candidate ? [baseline, candidate.version] : [baseline];
}

function foreign(words: string): Omit<Served, 'revision'> {
  return { contents: new Map(), foreign: words };
}

function contentOf(name: string, value: unknown): ServedContent | undefined {
  if (!isObject(value)) return undefined;
  const { arm, ...content } = value;
  if (arm !== 'baseline' && arm !== 'candidate' && arm !== 'segment') return undefined;
  return isServedContent(content) && name === variantName(content.version, arm) ? content : undefined;
}

function readOrigin(metadata: Readonly<Record<string, unknown>>): SplitOrigin | undefined {
  const [prompt, rollout, seq, head] = ['prompt', 'rollout', 'seq', 'head'].map(
    (key) => metadata[metadataPrefix + key],
  );
  if (typeof prompt !== 'string' || typeof rollout !== 'string' || typeof head !== 'string') return undefined;
  return typeof seq === 'number' ? { prompt, rollout, seq, head } : undefined;
}

/** The candidate as the rule's outline tells it; whether every word of the rule fits is seen by writing it again. */
function readTargeting(
  targeting: unknown,
  baseline: VersionId,
  versionOf: ReadonlyMap<string, VersionId>,
  salt: string,
): Candidate | undefined | 'unknown' {
  if (targeting === undefined) return undefined;
  const [noUnit, , ...rest] = argumentsOf(targeting, 'if');
  const unit = variableOf(isObject(noUnit) ? noUnit['!'] : undefined);
  const versions = [...versionOf].filter(([name]) => name.endsWith('-candidate')).map(([, version]) => version);
  const [version] = versions;
  if (unit === undefined || version === undefined || versions.length > 1 || rest.length % 2 === 0) return 'unknown';
  const shareOf = (division: unknown): number | undefined => {
    if (typeof division === 'string') return division.startsWith(`${version}-`) ? wholeTraffic : 0;
    const weight = list(argumentsOf(division, 'fractional')[1])[1];
    return typeof weight === 'number' ? weight : undefined;
  };
  const segments: { only: Segment; share: number }[] = [];
  for (let index = 0; index + 1 < rest.length; index += 2) {
    const only = readSegment(rest[index]);
    const share = shareOf(rest[index + 1]);
    if (!only || share === undefined) return 'unknown';
    segments.push({ only, share });
  }
  const share = shareOf(rest.at(-1));
  return share === undefined || version === baseline ? 'unknown' : { version, share, segments, unit, salt };
}

function readSegment(match: unknown): Segment | undefined {
  const conditions = isObject(match) && 'and' in match ? argumentsOf(match, 'and') : [match];
  const only: Record<string, readonly (string | number | boolean)[]> = {};
  for (const condition of conditions) {
    const [attribute, one] = argumentsOf(condition, '===');
    const [attributeOfList, many] = argumentsOf(condition, 'in');
    const name = variableOf(attribute ?? attributeOfList);
    const values = attribute === undefined ? list(many) : [one];
    if (name === undefined || !values.every(isFlat)) return undefined;
    only[name] = values;
  }
  return only;
}

/** The arguments of `{ operator: [...] }`; none where it is something else. */
function argumentsOf(rule: unknown, operator: string): readonly unknown[] {
  return isObject(rule) ? list(rule[operator]) : [];
}

function variableOf(rule: unknown): string | undefined {
  return isObject(rule) && typeof rule.var === 'string' ? rule.var : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isFlat(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
