import { found, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { schemaOf } from './jsonSchema.js';
import { outputText } from './outputText.js';
import { parsedJson } from './parsedJson.js';

export const isJson: Grader = {
  name: 'is-json',
  origin: 'promptfoo',
  summary: 'The whole output is JSON, and conforms to the schema where there is one.',
  value: 'none, or a JSON Schema (draft-07), as an object or as YAML',
  prepare: (_, { value }) => void schemaOf(value),
  grade: ({ output }, { value }): Finding => {
    const schema = schemaOf(value);
    if (schema && !('check' in schema)) return schema;
    const json = parsedJson(outputText(output));
    if (!json) return found(false, 'The output is not JSON.');
    const wrong = schema?.check(json.value);
    if (wrong !== undefined) return found(false, `The output is JSON, but ${wrong}.`);
    return found(true, schema ? 'The output is JSON that conforms to the schema.' : 'The output is JSON.');
  },
};
