import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { parsePrompt } from '../../../../src/prompts/formats/index.js';
import { picoschema } from '../../../../src/prompts/formats/picoschema.js';
import type { JsonObject, JsonValue } from '../../../../src/prompts/json.js';
import { renderDotprompt, type DotpromptMessage } from '../../../../src/prompts/rendering/dotprompt.js';
import { renderJinja } from '../../../../src/prompts/rendering/engines/jinja.js';
import { renderMustache } from '../../../../src/prompts/rendering/engines/mustache.js';
import { fillReferences } from '../../../../src/prompts/rendering/environment.js';
import { renderPrompt } from '../../../../src/prompts/rendering/renderPrompt.js';

const folder = fileURLToPath(new URL('../../../../../shared/conformance', import.meta.url));

interface DotpromptSpec {
  readonly name: string;
  readonly template: string;
  readonly partials?: Readonly<Record<string, string>>;
  readonly resolverPartials?: Readonly<Record<string, string>>;
  readonly schemas?: JsonObject;
  readonly data?: DotpromptData;
  readonly tests: readonly {
    readonly desc: string;
    readonly data?: DotpromptData;
    readonly options?: { readonly input?: { readonly default?: JsonObject } };
    readonly expect: {
      readonly messages: readonly DotpromptMessage[];
      readonly input?: { readonly schema?: JsonValue };
      readonly output?: { readonly schema?: JsonValue };
    };
  }[];
}

interface DotpromptData {
  readonly input?: JsonObject;
  readonly context?: JsonObject;
  readonly messages?: readonly DotpromptMessage[];
}

describe("Dotprompt's conformance cases", function () {
  const dotprompt = join(folder, 'dotprompt');
  if (!existsSync(dotprompt)) {
    it('is skipped: ../shared/conformance/dotprompt is not here', function () {
      this.skip();
    });
    return;
  }
  const files = readdirSync(dotprompt, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  for (const file of files.sort()) {
    for (const spec of parse(readFileSync(join(dotprompt, file), 'utf8')) as DotpromptSpec[]) {
      for (const { desc, data: own, options, expect } of spec.tests) {
        it(`${file}: ${spec.name}: ${desc}`, () => {
          const document = parsePrompt('a.prompt', spec.template);
          const body = document.source.slice(document.body?.start, document.body?.end);
          const defaults = document.variables.flatMap(({ name, default: value }) =>
            value === undefined ? [] : [[name, value] as const],
          );
          const data = { ...spec.data, ...own };
          const partials = Object.entries({ ...spec.partials, ...spec.resolverPartials });
          const messages = renderDotprompt(body, {
            inputs: { ...options?.input?.default, ...Object.fromEntries(defaults), ...data.input },
            includes: Object.fromEntries(partials.map(([name, text]) => [`_${name}.prompt`, text])),
            history: data.messages ?? [],
            ...(data.context && { context: data.context }),
          });
          assert.deepEqual(messages.map(asDotprompt), expect.messages);
          if (expect.output?.schema !== undefined && !spec.schemas)
            assert.deepEqual(document.output?.schema, expect.output.schema);
          const written = /^---\r?\n([^]*?)\r?\n---/.exec(spec.template)?.[1];
          const input = written === undefined ? undefined : (parse(written) as { input?: { schema?: unknown } }).input;
          if (expect.input?.schema !== undefined && !spec.schemas)
            assert.deepEqual(picoschema(input?.schema).schema, expect.input.schema);
        });
      }
    }
  }
});

/** As the cases write it. */
function asDotprompt({ role, content, isHistory, ...rest }: DotpromptMessage): object {
  const pieces = content.map((item) =>
    'section' in item ? { metadata: { purpose: item.section, pending: true } } : item,
  );
  return { ...rest, role, content: pieces, ...(isHistory && { metadata: { purpose: 'history' } }) };
}

interface PromptyVector {
  readonly operation: string;
  readonly vector: {
    readonly name: string;
    readonly input: {
      readonly template?: string;
      readonly rendered?: string;
      readonly engine?: string;
      readonly inputs?: JsonObject;
      readonly thread_inputs?: unknown;
      readonly frontmatter?: JsonObject;
      readonly env?: Readonly<Record<string, string>>;
    };
    readonly expected: {
      readonly rendered?: string;
      readonly model?: JsonObject;
      readonly messages?: readonly { readonly role: string; readonly content: readonly { readonly value: string }[] }[];
    };
  };
}

describe("Prompty's vectors for rendering", function () {
  const file = join(folder, 'prompty/vectors.json');
  if (!existsSync(file)) {
    it('are skipped: ../shared/conformance/prompty is not here', function () {
      this.skip();
    });
    return;
  }
  const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly PromptyVector[] };
  for (const { operation, vector } of vectors) {
    const { name, input, expected } = vector;
    if (operation === 'render' && expected.rendered !== undefined) {
      it(`render: ${name}`, () => {
        const engine = input.engine === 'mustache' ? renderMustache : renderJinja;
        assert.equal(engine(input.template ?? '', input.inputs ?? {}, {}), expected.rendered);
      });
    } else if (operation === 'parse' && input.thread_inputs === undefined) {
      it(`parse: ${name}`, () => {
        const rendering = renderPrompt(parsePrompt('a.prompty', input.rendered ?? ''), { inputs: {}, includes: {} });
        assert.deepEqual(
          rendering.messages.map(({ role, content }) => ({ role, content })),
          expected.messages?.map(({ role, content }) => ({
            role,
            content: content.map(({ value }) => ({ text: value })),
          })),
        );
      });
    } else if (operation === 'load' && name.startsWith('env_')) {
      it(`load: ${name}`, () => {
        const written = input.frontmatter?.['model'] ?? null;
        const model = fillReferences(written, (variable) => input.env?.[variable]);
        // Where Prompty refuses, what is written stays, and is told.
        assert.deepEqual(model, expected.model ? { id: 'gpt-4', ...expected.model } : written);
      });
    } else if (operation === 'render' || operation === 'parse') {
      it(`${operation}: ${name} (conversations handed in as an input are no part of what we support)`, function () {
        this.skip();
      });
    }
  }
});
