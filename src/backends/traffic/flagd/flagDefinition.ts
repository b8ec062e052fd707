import type { JsonObject, JsonValue } from '../../../prompts/json.js';
import type { Segment } from '../../../rollout/strategy/strategy.js';
import { wholeTraffic, type Arm, type Release, type Split } from '../../../rollout/trafficBackend.js';

/** The keys of our entries in a flag's metadata, which holds flat strings and numbers only. */
export const metadataPrefix = 'promptRollout.';

/** `9f2c1a7be340-candidate`: one variant per version and arm, so that an application can log both. */
export function variantName(version: string, arm: Arm): string {
  return `${version}-${arm}`;
}

/**
 * The flag that serves a release to any OpenFeature SDK, with the contents inline.
 * A segment never gets less than the traffic at large, so that nobody leaves the candidate when the share grows.
 * @param otherMetadata what others keep in the flag's metadata
 * @throws Error where the release lacks the content of a version that it serves
 */
export function flagDefinition({ split, contents, origin }: Release, otherMetadata: JsonObject = {}): JsonObject {
  const { baseline, candidate } = split;
  const variant = (version: string, arm: Arm): [string, JsonObject] => {
    const content = contents.get(version);
    if (!content) throw new Error(`the release has no content for version ${version}`);
    return [variantName(version, arm), { ...content, arm }];
  };
  const variants = [variant(baseline, 'baseline')];
  if (candidate) {
    variants.push(variant(candidate.version, 'candidate'));
    if (candidate.segments.length > 0)
      variants.push(variant(candidate.version, 'segment'), variant(baseline, 'segment'));
  }
  return {
    state: 'ENABLED',
    variants: Object.fromEntries(variants),
    defaultVariant: variantName(baseline, 'baseline'),
    ...(candidate ? { targeting: targetingRule(baseline, candidate) } : {}),
    metadata: {
      ...otherMetadata,
      ...(candidate ? { [`${metadataPrefix}salt`]: candidate.salt } : {}),
      [`${metadataPrefix}prompt`]: origin.prompt,
      [`${metadataPrefix}rollout`]: origin.rollout,
      [`${metadataPrefix}seq`]: origin.seq,
      [`${metadataPrefix}head`]: origin.head,
    },
  };
}

function targetingRule(baseline: string, candidate: NonNullable<Split['candidate']>): JsonObject {
  const unit = { var: candidate.unit };
  const divide = (share: number, to: string, rest: string): JsonValue => {
    if (share === 0) return rest;
    if (share === wholeTraffic) return to;
    return { fractional: [{ cat: [candidate.salt, ':', unit] }, [to, share], [rest, wholeTraffic - share]] };
  };
  return {
    if: [
      // Without an id all would be hashed to one bucket, and could not be told apart as samples.
      { '!': unit },
      variantName(baseline, 'baseline'),
      ...candidate.segments.flatMap(({ only, share }) => [
        matches(only),
        divide(
          Math.max(share, candidate.share),
          variantName(candidate.version, 'segment'),
          variantName(baseline, 'segment'),
        ),
      ]),
      divide(candidate.share, variantName(candidate.version, 'candidate'), variantName(baseline, 'baseline')),
    ],
  };
}

function matches(only: Segment): JsonObject {
  const conditions = Object.entries(only).map(([attribute, values]): JsonObject => {
    const [first] = values;
    const attributeValue = { var: attribute };
    return values.length === 1 && first !== undefined
      ? { '===': [attributeValue, first] }
      : { in: [attributeValue, values] };
  });
  const [single] = conditions;
  return conditions.length === 1 && single ? single : { and: conditions };
}
