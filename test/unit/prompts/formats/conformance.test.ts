import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatOf, parsePrompt } from '../../../../src/prompts/formats/index.js';
import { isObject } from '../../../../src/prompts/json.js';
import { checkRanges } from './checkRanges.js';

const folder = join(import.meta.dirname, '../../../../../shared/conformance');
const why = 'skipped: ../shared/conformance is not here';
const here = existsSync(folder);

function files(inner: string): [name: string, source: string][] {
  const path = join(folder, inner);
  return readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]);
}

interface Vector {
  readonly operation: string;
  readonly vector: {
    readonly name: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly expected: Readonly<Record<string, unknown>>;
  };
}

function vectors(operation: string): Vector['vector'][] {
  const { vectors: all } = JSON.parse(readFileSync(join(folder, 'prompty/vectors.json'), 'utf8')) as {
    vectors: Vector[];
  };
  return all.filter((each) => each.operation === operation).map(({ vector }) => vector);
}

describe('conformance: GitHub Models samples', () => {
  if (!here) return it.skip(why);
  for (const [name, source] of files('github-models')) {
    it(name, () => {
      const document = parsePrompt('sample.prompt.yml', source);
      checkRanges(document);
      assert.deepEqual(document.diagnostics, []);
      assert.ok(document.parts.length > 0 && document.model);
      const used = [...source.slice(source.indexOf('messages:')).matchAll(/content: .*?\{\{(\w+)\}\}/g)].map(
        (match) => match[1],
      );
      for (const variable of used)
        assert.ok(
          document.variables.some((each) => each.name === variable),
          variable,
        );
    });
  }
});

describe('conformance: Prompty samples', () => {
  if (!here) return it.skip(why);
  for (const [name, source] of files('prompty/fixtures').filter(([each]) => each.endsWith('.prompty'))) {
    it(name, () => {
      assert.equal(formatOf(name).id, 'prompty');
      const document = parsePrompt(name, source);
      checkRanges(document);
      assert.deepEqual(document.diagnostics, []);
      assert.ok(document.parts.length > 0 && document.model && document.name);
    });
  }
});

describe('conformance: Prompty parse vectors', () => {
  if (!here) return it.skip(why);
  const needsRuntime = 'thread_inputs';
  for (const { name, input, expected } of vectors('parse').filter(({ input }) => !(needsRuntime in input))) {
    it(name, () => {
      const messages = expected['messages'] as { role: string; content: { value: string }[]; metadata?: unknown }[];
      const { parts } = parsePrompt('sample.prompty', String(input['rendered']));
      assert.deepEqual(
        parts.map(({ role, text, attributes }) => [role, text, attributes]),
        messages.map(({ role, content, metadata }) => [role, content.map(({ value }) => value).join(''), metadata]),
      );
    });
  }
});

describe('conformance: Prompty load vectors', () => {
  if (!here) return it.skip(why);
  const fixtures = new Map(files('prompty/fixtures'));
  for (const { name, input, expected } of vectors('load')) {
    const { fixture, frontmatter, frontmatter_raw: raw } = input;
    const source =
      typeof raw === 'string'
        ? raw
        : isObject(frontmatter)
          ? `---\n${JSON.stringify(frontmatter)}\n---\n`
          : fixtures.get(String(fixture));
    const aboutFiles = name.startsWith('env_') || name.startsWith('file_') || name.startsWith('input_validation_');
    if (source === undefined || aboutFiles) continue; // about the environment and other files, which are not read here
    it(name, () => {
      const document = parsePrompt('sample.prompty', source);
      checkRanges(document);
      if (expected['error'] !== undefined) {
        assert.ok(document.diagnostics.length > 0);
        return;
      }
      if (expected['name'] !== undefined) assert.equal(document.name, expected['name']);
      if (isObject(expected['model']) && expected['model']['id'] !== undefined)
        assert.equal(document.model?.value, expected['model']['id']);
      const { inputs, tools } = expected;
      if (Array.isArray(inputs)) {
        assert.deepEqual(
          document.variables.filter(({ declared }) => declared).map((each) => [each.name, each.type, each.default]),
          inputs.map((each: Record<string, unknown>) => [each['name'], each['kind'], each['default']]),
        );
      }
      if (Array.isArray(tools))
        assert.deepEqual(
          document.tools.map(({ name: tool }) => tool),
          tools.map((each: { name: string }) => each.name),
        );
    });
  }
});
