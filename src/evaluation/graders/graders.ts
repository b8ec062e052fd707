import { bleu } from './bleu.js';
import { contains, icontains } from './contains.js';
import { containsJson } from './containsJson.js';
import { containsAll, containsAny, icontainsAll, icontainsAny } from './containsList.js';
import { endsWith, startsWith } from './edges.js';
import { equals } from './equals.js';
import { finishReason } from './finishReason.js';
import { githubLlm } from './githubLlm.js';
import { githubString } from './githubString.js';
import { gleu } from './gleu.js';
import type { Grader, ModelGrader } from './grader.js';
import { isJson } from './isJson.js';
import { isRefusal } from './isRefusal.js';
import { jsonDiff } from './jsonDiff.js';
import { levenshtein } from './levenshtein.js';
import { cost, latency } from './limits.js';
import { llmRubric } from './llmRubric.js';
import { numericDiff } from './numericDiff.js';
import { regex } from './regex.js';
import { rougeN } from './rougeN.js';
import { tokens } from './tokens.js';
import { toolCallF1 } from './toolCallF1.js';
import { toolCallGraders } from './toolCalls.js';
import { wordCount } from './wordCount.js';

/** Every grader that works without a model, by its name. `docs/graders.md` lists them in this order. */
export const graders: ReadonlyMap<string, Grader> = byName([
  equals,
  contains,
  icontains,
  containsAny,
  containsAll,
  icontainsAny,
  icontainsAll,
  startsWith,
  endsWith,
  regex,
  isJson,
  containsJson,
  wordCount,
  levenshtein,
  rougeN,
  bleu,
  gleu,
  numericDiff,
  jsonDiff,
  isRefusal,
  ...toolCallGraders,
  toolCallF1,
  finishReason,
  latency,
  cost,
  tokens,
  githubString,
]);

/** Those that ask a model that judges. */
export const modelGraders: ReadonlyMap<string, ModelGrader> = byName([llmRubric, githubLlm]);

function byName<Named extends { readonly name: string }>(list: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(list.map((one) => [one.name, one]));
}
