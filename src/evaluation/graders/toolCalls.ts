import { isObject } from '../../prompts/json.js';
import type { Tool } from '../../prompts/promptDocument.js';
import type { ToolCall } from '../modelOutput.js';
import { found, shown, type Finding } from './finding.js';
import type { Grader } from './grader.js';
import { schemaOf, type Schema } from './jsonSchema.js';

/** The three names are one check, since an output says its calls in one form, whoever made it. */
export const toolCallGraders: readonly Grader[] = [
  'is-valid-openai-tools-call',
  'is-valid-openai-function-call',
  'is-valid-function-call',
].map((name) => ({
  name,
  origin: 'promptfoo',
  summary: 'The output calls tools, each one that the prompt offers, with arguments that conform to its schema.',
  value: '',
  prepare: ({ tools }) => void tools.map(schemaOfTool),
  grade: ({ output: { toolCalls = [] }, tools }): Finding => {
    if (toolCalls.length === 0) return found(false, 'The output calls no tool.');
    const findings = toolCalls.map((call) => checkCall(call, tools));
    const wrong = findings.find((finding) => 'holds' in finding && !finding.holds);
    return wrong ?? findings.find((finding) => !('holds' in finding)) ?? found(true, 'Every call fits its tool.');
  },
}));

function checkCall({ name, arguments: given }: ToolCall, tools: readonly Tool[]): Finding {
  const tool = tools.find((one) => one.name === name);
  if (!tool) return found(false, `The output calls ${shown(name)}, which the prompt does not offer.`);
  if (typeof given === 'string') return found(false, `The arguments of ${shown(name)} are not JSON.`);
  const schema = schemaOfTool(tool);
  if (schema === 'unknown')
    return { unsupported: `The prompt names the tool ${shown(name)} only, without saying which arguments it takes.` };
  if (schema && !('check' in schema)) return { unsupported: `The parameters of ${shown(name)} are no usable schema.` };
  const wrong = schema?.check(given);
  return found(
    wrong === undefined,
    `The arguments of ${shown(name)} ${wrong === undefined ? 'fit' : `do not fit: ${wrong}`}.`,
  );
}

/** Of its arguments, in OpenAI's form or without what is around it. None: any arguments will do. */
function schemaOfTool({ definition }: Tool): Schema | 'unknown' | undefined {
  if (!isObject(definition)) return 'unknown';
  const told = definition['function'];
  return schemaOf((isObject(told) ? told : definition)['parameters']);
}
