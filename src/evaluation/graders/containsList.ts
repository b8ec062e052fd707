import type { JsonValue } from '../../prompts/json.js';
import { found, shown, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { isTextual, textList } from './textList.js';
import { outputText } from './outputText.js';

const same = (text: string): string => text;
const lower = (text: string): string => text.toLowerCase();

export const containsAny = anyOf('contains-any', 'The output contains one of these texts, or more.', same);
export const containsAll = allOf('contains-all', 'The output contains every one of these texts.', same);
export const icontainsAny = anyOf(
  'icontains-any',
  'The output contains one of these texts, or more, ignoring upper and lower case.',
  lower,
);
export const icontainsAll = allOf(
  'icontains-all',
  'The output contains every one of these texts, ignoring upper and lower case.',
  lower,
);

type Fold = (text: string) => string;

function anyOf(name: string, summary: string, folded: Fold): Grader {
  return listing(name, summary, folded, (wanted, isThere) => {
    const there = wanted.find(isThere);
    const reason = there === undefined ? `none of ${shown(wanted)}` : shown(there);
    return found(there !== undefined, `The output contains ${reason}.`);
  });
}

function allOf(name: string, summary: string, folded: Fold): Grader {
  return listing(name, summary, folded, (wanted, isThere) => {
    const missing = wanted.filter((text) => !isThere(text));
    const reason = missing.length === 0 ? `contains all of ${shown(wanted)}` : `does not contain ${shown(missing)}`;
    return found(missing.length === 0, `The output ${reason}.`);
  });
}

function listing(
  name: string,
  summary: string,
  folded: Fold,
  find: (wanted: readonly string[], isThere: (text: string) => boolean) => Finding,
): Grader {
  return {
    name,
    origin: 'promptfoo',
    summary,
    value: 'list of texts, or one text with commas between (`a, "b, c"`)',
    grade: ({ output }, { value }): Finding => {
      const wanted = wantedTexts(value);
      if (wanted === undefined)
        return { mistake: 'Its value must be a list of texts, or one text with commas between.' };
      const text = folded(outputText(output));
      return find(wanted, (one) => text.includes(folded(one)));
    },
  };
}

function wantedTexts(value: JsonValue | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return value === '' ? undefined : textList(value);
  return Array.isArray(value) && value.every(isTextual) ? value.map(String) : undefined;
}
