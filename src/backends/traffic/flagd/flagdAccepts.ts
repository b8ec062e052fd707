import { HumanError } from '../../../prompts/humanError.js';
import { isObject, type JsonObject } from '../../../prompts/json.js';
import { wholeTraffic, type Split } from '../../../rollout/trafficBackend.js';
import { variantName } from './flagDefinition.js';

const quiet = { error: ignore, warn: ignore, info: ignore, debug: ignore };

/**
 * Asks flagd's own engine whether it will take a flag file and serve our flag from it: what it does not understand it
 * drops silently, and goes on with what it had.
 * @param text the whole file, as it would be written
 * @param definition our flag in it
 * @throws HumanError `input` with flagd's own words
 */
export async function flagdAccepts(
  text: string,
  flag: string,
  definition: JsonObject,
  split: Split,
  label: string,
): Promise<void> {
  // Loaded here, since reading and watching do well without it.
  const { FlagdCore, MemoryStorage } = await import('@openfeature/flagd-core');
  // A flag file is data, so no function is made of the rules in it.
  const storage = new MemoryStorage(quiet, { disableDynamicCodeGeneration: true });
  const refusal = (error: unknown) =>
    new HumanError('input', `flagd would refuse ${label}: ${reasonOf(error)}. Nothing was written.`);
  try {
    storage.setConfigurations(JSON.stringify({ flags: { [flag]: definition } }), true);
    // The schema is asked of our flag alone: flagd only warns where those of others do not keep to it.
    storage.setConfigurations(text);
  } catch (error) {
    throw refusal(error);
  }
  const engine = new FlagdCore(storage, quiet);
  for (const [context, allowed] of probes(split)) {
    const served = engine.resolveObjectEvaluation(flag, {}, context, quiet);
    if (served.variant === undefined || !allowed.includes(served.variant)) {
      throw refusal(
        `it resolves to ${served.variant ?? served.errorMessage ?? 'nothing'} instead of ${allowed.join(' or ')}`,
      );
    }
  }
}

type Probe = readonly [context: JsonContext, allowed: readonly string[]];
interface JsonContext {
  readonly [attribute: string]: string | JsonContext;
}

/** Some units, and what each may be served. */
function probes({ baseline, candidate }: Split): Probe[] {
  const whole = variantName(baseline, 'baseline');
  const noUnit: Probe = [{}, [whole]];
  if (!candidate) return [noUnit];
  const chosen = variantName(candidate.version, 'candidate');
  const allowed = [...(candidate.share > 0 ? [chosen] : []), ...(candidate.share < wholeTraffic ? [whole] : [])];
  return [
    noUnit,
    ...Array.from({ length: 20 }, (_, index): Probe => [contextWith(candidate.unit, `unit-${index}`), allowed]),
  ];
}

/** `user.id` is looked up as the attribute `id` of `user`. */
function contextWith(path: string, value: string): JsonContext {
  const [head = '', ...rest] = path.split('.');
  return { [head]: rest.length > 0 ? contextWith(rest.join('.'), value) : value };
}

function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const cause = error instanceof Error && isObject(error.cause) ? error.cause : error;
  return isObject(cause) && typeof cause.message === 'string' ? cause.message : String(error);
}

function ignore(): void {
  // flagd logs what it also throws or returns
}
