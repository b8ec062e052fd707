import { found, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { jsonObjectsIn } from './jsonObjectsIn.js';
import { schemaOf } from './jsonSchema.js';
import { outputText } from './outputText.js';

export const containsJson: Grader = {
  name: 'contains-json',
  origin: 'promptfoo',
  summary: 'The output contains an object in JSON or near it, one that conforms to the schema where there is one.',
  value: 'none, or a JSON Schema (draft-07), as an object or as YAML',
  prepare: (_, { value }) => void schemaOf(value),
  grade: ({ output }, { value }): Finding => {
    const schema = schemaOf(value);
    if (schema && !('check' in schema)) return schema;
    const objects = jsonObjectsIn(outputText(output));
    if (objects.length === 0) return found(false, 'The output contains no JSON object.');
    if (!schema) return found(true, 'The output contains a JSON object.');
    const wrongs = objects.map((object) => schema.check(object));
    if (wrongs.includes(undefined)) return found(true, 'The output contains JSON that conforms to the schema.');
    return found(false, `The output contains JSON, but ${wrongs.at(-1) ?? ''}.`);
  },
};
