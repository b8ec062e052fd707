import type { JsonObject, JsonValue } from '../json.js';
import type { PromptDocument } from '../promptDocument.js';
import type { Content, RenderedMessage } from './rendering.js';

/** The chat request that a prompt stands for, in the form that OpenAI-compatible servers take. */
export function chatRequest(document: PromptDocument, messages: readonly RenderedMessage[]): JsonObject {
  const { model, parameters, output, tools } = document;
  const format = output && responseFormat(output.format, output.schema);
  return {
    ...(model && { model: model.value }),
    messages: messages.map(({ role, content }) => ({ role, content: contentOf(content) })),
    ...Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    ...(format && { response_format: format }),
    ...(tools.length > 0 && { tools: tools.map(({ definition }) => definition) }),
  };
}

function contentOf(content: readonly Content[]): JsonValue {
  const texts = content.flatMap((item) => ('text' in item ? [item.text] : []));
  if (texts.length === content.length) return texts.join('');
  return content.map((item) =>
    'text' in item ? { type: 'text', text: item.text } : { type: 'image_url', image_url: { url: item.media.url } },
  );
}

function responseFormat(format: string, schema: JsonValue | undefined): JsonObject | undefined {
  if (format === 'json_schema' && schema !== undefined) return { type: 'json_schema', json_schema: schema };
  if (format === 'json' && schema !== undefined)
    return { type: 'json_schema', json_schema: { name: 'output', schema } };
  return format === 'json' || format === 'json_object' ? { type: 'json_object' } : undefined;
}
