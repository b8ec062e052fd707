import { entryOf, jsonOf } from '../../prompts/formats/jsonOf.js';
import type { JsonValue } from '../../prompts/json.js';
import type { PromptDocument, Variable } from '../../prompts/promptDocument.js';
import { yamlText } from '../../prompts/schemaWords.js';
import { blockYaml } from './caseText.js';

/**
 * The text of a first file of cases for a prompt: valid and commented, with one case that gives each variable a value.
 * @param name the prompt's file name, in the folder of the new file
 */
export function newCases(document: PromptDocument, name: string): string {
  const vars = Object.fromEntries(
    document.variables.map((variable) => [variable.name, firstValue(variable, document)]),
  );
  return `# Cases of this prompt: sample inputs, with what must hold of the outputs. Reviewed together with the prompt.
prompt: ${yamlText(name)}

# Checked in every case, before its own checks. A text names a check and what it compares with; a mapping can say more.
defaults:
  assert:
    - not-is-refusal
    # - { type: word-count, value: { max: 200 } }

cases:
  - id: first-case        # results are compared by it, so it stays as it is
    tags: [example]       # words to choose cases by
    # critical: true      # a regression of this case can never be accepted
${blockYaml({ vars }, '    ', '\n')}
    # What must hold of the output; \`not-\` before a name turns it around:
    # assert:
    #   - icontains-any:refund,money back
    #   - not-contains:guarantee
    #   - { type: regex, value: "policy|rule" }
`;
}

/** A value to begin with: the default, that of a sample in the prompt, or something of the right type. */
function firstValue({ name, type, default: usual }: Variable, { tests }: PromptDocument): JsonValue {
  if (usual !== undefined) return usual;
  for (const { inputs } of tests) {
    const sample = entryOf(inputs, name);
    if (sample !== undefined) return jsonOf(sample);
  }
  switch (type) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return `some ${name}`;
  }
}
