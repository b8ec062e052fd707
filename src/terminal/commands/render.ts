import { formatDiagnostic } from '../../prompts/diagnostic.js';
import { parsePrompt } from '../../prompts/formats/index.js';
import { HumanError } from '../../prompts/humanError.js';
import { isObject, type JsonObject } from '../../prompts/json.js';
import type { PromptDocument } from '../../prompts/promptDocument.js';
import { shownVariables } from '../../prompts/rendering/environment.js';
import { messageText } from '../../prompts/rendering/messageText.js';
import type { Content, RenderedMessage } from '../../prompts/rendering/rendering.js';
import type { RenderedPrompt } from '../../prompts/work/jobs.js';
import type { Call, Command } from '../command.js';
import { findPrompt } from '../findPrompt.js';
import { openEnvironment } from '../openProject.js';
import { chooseVersion, newestContent, textOf } from '../versions.js';

export const render: Command = {
  name: 'render',
  summary: 'print the messages of a version, filled in; by default the draft, else the newest version',
  positionals: [{ name: 'prompt' }, { name: 'version' }],
  options: {
    case: { value: 'N', summary: "take the inputs of the prompt's own sample N, counted from 1" },
    input: { value: 'NAME=VALUE', short: 'i', summary: 'pass an input; can be given more than once' },
    request: { summary: 'print the chat request that would be sent' },
  },
  run: async (call) => {
    const { project, environment } = await openEnvironment(call);
    const prompt = await findPrompt(project, environment, call.positionals[0], call);
    const versions = { project, environment, prompt, signal: call.signal };
    const [, named] = call.positionals;
    const chosen = named === undefined ? await newestContent(versions) : await chooseVersion(versions, named);
    const { id, path, includes } = chosen;
    const text = textOf(chosen);
    const parsed = parsePrompt(path, text);
    const inputs = { ...caseInputs(parsed, call), ...givenInputs(call) };
    const variables = shownVariables(parsed, call.terminal.environment);
    const asked = { path, text, includes, inputs, environment: variables };
    const rendering = await call.work.run('render', asked, call.signal);
    const [problem] = rendering.problems;
    if (problem) throw new HumanError('input', `${formatDiagnostic(path, text, problem)} Nothing was changed.`);
    const { messages, missing, unused, unset, tokens, request } = rendering;
    const notes = notesOf(rendering);
    if (notes !== '') call.terminal.writeAside(notes);
    const plain = messages.map(({ role, content }) => ({ role, content: plainContent(content) }));
    return {
      document: { prompt: prompt.id, version: id ?? null, messages: plain, missing, unused, unset, tokens, request },
      text: call.options.flag('request')
        ? `${JSON.stringify(request, undefined, 2)}\n`
        : messages.map((message, index) => messageLines(message, tokens[index] ?? 0, rendering)).join('\n'),
    };
  },
};

function caseInputs({ tests }: PromptDocument, { options }: Call): JsonObject {
  const number = options.text('case');
  if (number === undefined) return {};
  const inputs = tests[Number(number) - 1]?.inputs;
  if (isObject(inputs)) return inputs;
  throw new HumanError('input', `There is no sample ${number}: the prompt has ${tests.length}. Nothing was changed.`);
}

/** The inputs given by name; every value is text. */
function givenInputs({ options }: Call): JsonObject {
  return Object.fromEntries(
    options.texts('input').map((given) => {
      const at = given.indexOf('=');
      if (at < 1) throw new HumanError('input', `"${given}" is no input: write it as NAME=VALUE. Nothing was changed.`);
      return [given.slice(0, at), given.slice(at + 1)];
    }),
  );
}

/** One text where there is only text, as in the request; else the pieces. */
function plainContent(content: readonly Content[]): string | readonly Content[] {
  const texts = content.flatMap((item) => ('text' in item ? [item.text] : []));
  return texts.length === content.length ? texts.join('') : content;
}

function messageLines(message: RenderedMessage, tokens: number, { exactTokens }: RenderedPrompt): string {
  return `[${message.role}] ${exactTokens ? '' : '~'}${tokens} tokens\n${messageText(message).trimEnd()}\n`;
}

function notesOf({ missing, unused, unset }: RenderedPrompt): string {
  const missingNote = missing.length > 0 ? `Missing inputs, left empty: ${missing.join(', ')}\n` : '';
  const unusedNote = unused.length > 0 ? `Inputs that the prompt does not use: ${unused.join(', ')}\n` : '';
  const unsetNote = unset.length > 0 ? `Environment variables that are not set: ${unset.join(', ')}\n` : '';
  return missingNote + unusedNote + unsetNote;
}
