import assert from 'node:assert/strict';
import casesSchema from '../../schemas/cases.schema.json' with { type: 'json' };
import configurationSchema from '../../schemas/configuration.schema.json' with { type: 'json' };
import rolloutSchema from '../../schemas/rollout.schema.json' with { type: 'json' };
import { assertionTypes, structuredTypes } from '../../src/evaluation/cases/assertionTypes.js';
import { parseCases } from '../../src/evaluation/cases/parseCases.js';
import { isObject } from '../../src/prompts/json.js';
import { listOf, type JsonSchema } from '../../src/prompts/jsonSchema.js';
import { flowYaml } from '../../src/prompts/schemaWords.js';
import { parseStrategy } from '../../src/rollout/strategy/parseStrategy.js';
import { parseConfiguration } from '../../src/workspace/configuration/parseConfiguration.js';
import { fullStrategy } from './rollout/strategy/strategyText.js';

const schemas: readonly (readonly [string, JsonSchema])[] = [
  ['rollout', rolloutSchema],
  ['configuration', configurationSchema],
  ['cases', casesSchema],
];

/** Every schema of a key, an item or a definition, with the way to it. */
function parts(schema: unknown, way: string): [string, JsonSchema][] {
  if (!isObject(schema)) return [];
  const groups = ['properties', 'definitions'].flatMap((group) => {
    const members = schema[group];
    return isObject(members) ? Object.entries(members) : [];
  });
  const inner = [...groups, ['*', schema['additionalProperties']] as const, ['[]', schema['items']] as const];
  return [[way, schema], ...inner.flatMap(([name, member]) => parts(member, `${way}/${name}`))];
}

describe('the schemas', () => {
  for (const [name, schema] of schemas) {
    it(`${name}: every key has a description, and a default, examples or words to choose from`, () => {
      for (const [way, part] of parts(schema, name)) {
        assert.ok(typeof part['description'] === 'string' || '$ref' in part, `${way} has no description`);
        const isScalar = !['object', 'array'].some((type) => [part['type'], ...listOf(part['type'])].includes(type));
        const isKey = !/(\*|\[\])$/.test(way) && !('$ref' in part);
        if (isKey && isScalar)
          assert.ok('default' in part || 'examples' in part || 'enum' in part, `${way} shows no value`);
      }
    });
  }

  it('name only defaults that are the defaults', () => {
    const minimal = 'prompt: a.md\nunit: user\nstages: [{ name: all, traffic: 100% }]\n';
    const written = Object.entries(rolloutSchema.properties).flatMap(([key, part]: [string, JsonSchema]) => {
      const inner: readonly [string, unknown][] = isObject(part['properties'])
        ? Object.entries(part['properties'])
        : [];
      const values = inner.flatMap(([name, member]) =>
        isObject(member) && 'default' in member ? [`${name}: ${flowYaml(member['default'])}`] : [],
      );
      if ('default' in part) return [`${key}: ${flowYaml(part['default'])}`];
      return values.length === 0 ? [] : [`${key}: { ${values.join(', ')} }`];
    });
    assert.ok(written.length >= 7);
    const { strategy, diagnostics } = parseStrategy(`${minimal}${written.join('\n')}\n`);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(strategy, parseStrategy(minimal).strategy);
  });

  it('name the defaults of the configuration', () => {
    const { prompts, environments, evaluation } = configurationSchema.properties;
    const { traffic, metrics } = configurationSchema.definitions.environment.properties;
    const fields = Object.entries(metrics.properties.fields.properties).map(([name, part]) => [name, part.default]);
    const all = {
      version: 1,
      prompts: prompts.default,
      environments: {
        ...environments.default,
        production: {
          traffic: traffic.default,
          metrics: { ...metrics.default, fields: Object.fromEntries(fields) as object },
        },
      },
      evaluation: { provider: evaluation.properties.provider.default },
      log: {},
    };
    const { configuration, diagnostics } = parseConfiguration(JSON.stringify(all));
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(configuration, parseConfiguration('').configuration);
  });

  it('show only examples that are accepted', () => {
    const stage = rolloutSchema.definitions.stage.properties;
    const asks = (text: string) => parseStrategy(text).diagnostics.filter(({ severity }) => severity === 'error');
    for (const example of stage.traffic.examples) {
      assert.deepEqual(asks(`prompt: a.md\nunit: u\nstages: [{ name: x, traffic: ${flowYaml(example)} }]`), []);
    }
    for (const [key, part] of Object.entries({ bake: stage.bake, only: stage.only, approvals: stage.approvals })) {
      for (const example of part.examples) {
        const line = `${key}: ${flowYaml(example)}`;
        assert.deepEqual(asks(`prompt: a.md\nunit: u\nstages: [{ name: x, traffic: 100%, ${line} }]`), []);
      }
    }
    for (const example of rolloutSchema.definitions.outcome.examples) {
      const line = `{ is: rate, bad: ${flowYaml(example)}, margin: 1pp, expect: 4% }`;
      assert.deepEqual(
        asks(`prompt: a.md\nunit: u\nmetrics: { m: ${line} }\nstages: [{ name: x, traffic: 100% }]`),
        [],
      );
    }
  });

  it('show only examples of cases that are accepted', () => {
    const { case: one, assertion } = casesSchema.definitions;
    const asks = (line: string) => parseCases(`cases: [{ ${line} }]`, 'a').diagnostics;
    for (const [key, part] of Object.entries<JsonSchema>({ ...one.properties, ...casesSchema.definitions })) {
      const known = { assertions: 'assert' }[key] ?? key;
      for (const example of listOf(part['examples']))
        if (Object.hasOwn(one.properties, known)) assert.deepEqual(asks(`${known}: ${flowYaml(example)}`), []);
    }
    for (const example of assertion.examples) assert.deepEqual(asks(`assert: [${flowYaml(example)}]`), []);
    for (const [key, part] of Object.entries<JsonSchema>(assertion.properties))
      for (const example of listOf(part['examples']))
        if (key !== 'type') assert.deepEqual(asks(`assert: [{ type: equals, ${key}: ${flowYaml(example)} }]`), []);
    const names = assertion.properties.type.examples.map((name) => name.replace(/^not-/, ''));
    const known = [...assertionTypes, ...structuredTypes, 'ends-with'];
    for (const name of names) assert.ok(known.includes(name), name);
  });

  it('know every key that the strategy reads', () => {
    // A key that the reader knows and the schema does not would be refused here.
    assert.deepEqual(parseStrategy(fullStrategy).diagnostics, []);
  });
});
